//! The desk: `.refract/` in the folder of a crate, where one run works at a time. Each function does one thing to the
//! disk; in which order, and what a failure means, is not known here.

use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::lock;
use crate::{
    journal::Journal,
    plan::{Found, look, place, refusal},
};

/// The folder's name.
pub const DESK: &str = ".refract";

/// Where the journal of a crate's folder is put.
pub fn journal(out: &Path) -> PathBuf {
    out.join(DESK).join("journal.json")
}

/// `.refract/`, where one run works at a time.
pub struct Desk {
    /// The folder of the crate.
    out: PathBuf,
    /// Held as long as the desk.
    lock: File,
    /// The folders that were made for this run, outer before inner; they go where nothing comes of it.
    made: Vec<PathBuf>,
}

impl Desk {
    /// Takes the desk of a folder, which is made where there is none.
    ///
    /// # Errors
    ///
    /// Another run has it, or it can't be made; then nothing is.
    pub fn take(out: &Path) -> Result<Self> {
        let mut made = Vec::new();
        let lock = make_folder(out, &mut made).and_then(|()| lock::take(out));
        if lock.is_err() {
            remove_empty(&made);
        }
        let desk = Self { out: out.to_owned(), lock: lock?, made };
        refuse_link(&desk.journal())?;
        refuse_link(&desk.staging())?;
        Ok(desk)
    }

    fn folder(&self) -> PathBuf {
        self.out.join(DESK)
    }

    fn journal(&self) -> PathBuf {
        journal(&self.out)
    }

    fn staging(&self) -> PathBuf {
        self.folder().join("staged")
    }

    /// Where a text is staged.
    pub fn staged(&self, index: usize) -> PathBuf {
        self.staging().join(index.to_string())
    }

    /// Writes a text where it is to be renamed from.
    pub fn stage(&self, index: usize, text: &str) -> Result<()> {
        let staged = self.staged(index);
        let write = || {
            fs::create_dir_all(self.staging())?;
            File::create_new(&staged)?.write_all(text.as_bytes())
        };
        write().with_context(|| unwritable(&staged))
    }

    /// Makes the folders of a file.
    pub fn make_folders(&mut self, path: &str) -> Result<()> {
        match place(&self.out, path).parent() {
            Some(folder) => make_folder(folder, &mut self.made),
            None => Ok(()),
        }
    }

    /// Puts the journal there: whole, or not at all.
    pub fn commit(&self, journal: &Journal) -> Result<()> {
        // The text after those of the files: its rename is the one moment that counts.
        let draft = journal.replace.len();
        self.stage(draft, &journal.to_text())?;
        // What is staged is on the disk before the journal says so. All at once, since one by one is slow.
        for index in 0..=draft {
            let staged = self.staged(index);
            let sync = || OpenOptions::new().write(true).open(&staged)?.sync_all();
            sync().with_context(|| unwritable(&staged))?;
        }
        sync_folder(&self.staging());
        fs::rename(self.staged(draft), self.journal()).with_context(|| unwritable(&self.journal()))?;
        sync_folder(&self.folder());
        Ok(())
    }

    /// Renames a staged file to its place; one that is not staged is there by now.
    pub fn replace(&self, index: usize, path: &str) -> Result<()> {
        let staged = self.staged(index);
        if staged.symlink_metadata().is_err() {
            return Ok(());
        }
        self.refuse(path)?;
        let place = place(&self.out, path);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).with_context(|| unwritable(folder))?;
        }
        fs::rename(&staged, &place).with_context(|| unwritable(&place))
    }

    /// Removes a file, and the folders that nothing else is in.
    pub fn remove(&self, path: &str) -> Result<()> {
        if look(&self.out, path)? == Found::Nothing {
            return Ok(());
        }
        self.refuse(path)?;
        let place = place(&self.out, path);
        fs::remove_file(&place).with_context(|| format!("`{}` can't be removed", place.display()))?;
        // A folder that still holds something stays: this fails, and so do its parents.
        let folders = place.ancestors().skip(1).take_while(|folder| *folder != self.out);
        for folder in folders {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Refuses to change what is not ours, whatever a journal says.
    fn refuse(&self, path: &str) -> Result<()> {
        match refusal(path, &look(&self.out, path)?, true) {
            Some(why) => bail!("`{}` is in the way: {why}", place(&self.out, path).display()),
            None => Ok(()),
        }
    }

    /// The text of the journal, where a run has left one.
    pub fn read_journal(&self) -> Result<Option<String>> {
        match fs::read_to_string(self.journal()) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("`{}` can't be read", self.journal().display())),
        }
    }

    /// Removes what a run that was stopped has staged.
    pub fn clear(&self) -> Result<()> {
        match fs::remove_dir_all(self.staging()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(error).with_context(|| unwritable(&self.staging()))
            }
            _ => Ok(()),
        }
    }

    /// Takes the journal away, once the disk keeps what was renamed and removed.
    pub fn close(&self, journal: &Journal) -> Result<()> {
        let paths = journal.replace.iter().chain(&journal.remove);
        let folders: BTreeSet<PathBuf> =
            paths.filter_map(|path| place(&self.out, path).parent().map(Path::to_owned)).collect();
        for folder in &folders {
            sync_folder(folder);
        }
        fs::remove_file(self.journal()).with_context(|| unwritable(&self.journal()))
    }

    /// Lets the next run in, and leaves it what a journal needs; else nothing, not even folders that nothing has come
    /// into. What can't be removed harms nobody, and the next run tries again.
    pub fn leave(self) {
        if self.journal().symlink_metadata().is_err() {
            let _ = fs::remove_dir_all(self.staging());
        }
        // While the lock is held: whoever has opened the file by then sees that it is no longer there.
        let _ = fs::remove_file(lock::path(&self.out));
        let _ = fs::remove_dir(self.folder());
        remove_empty(&self.made);
        drop(self.lock);
    }
}

/// Makes a folder and what is missing above it, and notes what it has made.
fn make_folder(folder: &Path, made: &mut Vec<PathBuf>) -> Result<()> {
    let missing: Vec<&Path> = folder
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && folder.symlink_metadata().is_err())
        .collect();
    for folder in missing.into_iter().rev() {
        match fs::create_dir(folder) {
            Ok(()) => made.push(folder.to_owned()),
            // Another run may be making it just now.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).with_context(|| unwritable(folder)),
        }
    }
    Ok(())
}

/// Removes the folders that nothing has come into.
fn remove_empty(made: &[PathBuf]) {
    for folder in made.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
}

/// Has the disk keep the names in a folder, where the system lets folders be opened.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        // Some file systems have no such thing, and need none.
        let _ = folder.sync_all();
    }
}

/// Refuses a link: it would lead out of the folder.
pub fn refuse_link(path: &Path) -> Result<()> {
    if path.is_symlink() {
        bail!("`{}` is a symbolic link; remove it", path.display());
    }
    Ok(())
}

/// What an error says of a path.
pub fn unwritable(path: &Path) -> String {
    format!("`{}` can't be written", path.display())
}
