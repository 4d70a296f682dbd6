//! The lock: a file in the desk that keeps a second run out, and goes with its process, however that ends.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};

use super::desk::{DESK, refuse_link, unwritable};

/// Where the lock of a folder is.
pub fn path(out: &Path) -> PathBuf {
    out.join(DESK).join("lock")
}

/// Takes the lock of a folder, and makes the desk for it.
///
/// # Errors
///
/// Another run has it, or the disk does not play along.
pub fn take(out: &Path) -> Result<File> {
    // A run that ends takes the file away. Each time that comes between, there is a new one to be locked.
    for _ in 0..100 {
        let Some(file) = open(out)? else {
            continue;
        };
        match file.try_lock() {
            Ok(()) if is_at(&file, &path(out)) => return Ok(file),
            Ok(()) => {}
            // A file system without locks: there is nothing to hold, and little use in giving up.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(error).with_context(|| unwritable(&path(out))),
            Err(TryLockError::WouldBlock) => return Err(busy(out)),
        }
    }
    Err(busy(out))
}

/// Opens the file; `None` where another run took the desk away just now.
fn open(out: &Path) -> Result<Option<File>> {
    let (desk, path) = (out.join(DESK), path(out));
    match fs::create_dir(&desk) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            return Err(error).with_context(|| unwritable(&desk));
        }
        _ => {}
    }
    refuse_link(&desk)?;
    refuse_link(&path)?;
    match OpenOptions::new().create(true).truncate(false).write(true).open(&path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let _ = fs::remove_dir(&desk);
            Err(error).with_context(|| unwritable(&path))
        }
    }
}

fn busy(out: &Path) -> anyhow::Error {
    anyhow!("another run is writing `{}`; run again when it is done", out.display())
}

/// Whether a path still leads to a file that was opened by it.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let opened = file.metadata().map(id).ok();
    opened.is_some() && opened == path.symlink_metadata().map(id).ok()
}

/// Whether a path still leads to a file that was opened by it.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}
