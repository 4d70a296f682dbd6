//! Writing a crate to its folder: the only part of the command line that changes the disk.
//!
//! A folder is never left half-written. Every new text is first staged in `.refract/` in the folder, where a failure
//! or a kill harms nothing: the old crate stands. Then the journal is put there, by one rename: from now on the new
//! crate is what counts. Only then the staged files are renamed to their places, and files that are stale removed; a
//! run that is stopped here leaves the journal, and the next one finishes what it says. `.refract/` goes last.
//!
//! A lock in `.refract/` keeps a second run out; it ends with its process, however that ends.

#![allow(clippy::disallowed_methods, reason = "this is the one place that changes the disk")]

mod desk;
mod lock;
#[cfg(test)]
mod tests;

use std::path::Path;

use anyhow::{Context, Result};
use refract_codegen::Files;

use crate::{journal::Journal, plan::Plan};
use desk::{DESK, Desk};

/// Whether a run was stopped in this folder after the journal was put there.
pub fn is_interrupted(out: &Path) -> bool {
    desk::journal(out).symlink_metadata().is_ok()
}

/// Finishes what a run that was stopped in this folder has begun. Tells whether there was anything.
///
/// # Errors
///
/// Another run is at it, something of another's is in the way, or the disk does not play along.
pub fn finish(out: &Path) -> Result<bool> {
    if !is_interrupted(out) {
        return Ok(false);
    }
    let mut desk = Desk::take(out)?;
    let outcome = resume(&mut desk);
    desk.leave();
    outcome.map(|()| true)
}

/// Makes a folder hold the files of a crate, and tells what has changed. Files that are not ours stay as they are.
///
/// # Errors
///
/// Another run is at it, something of another's is in the way, or the disk does not play along. The folder is as it was
/// then, unless the error says otherwise.
pub fn write<'a>(out: &Path, files: &'a Files) -> Result<Plan<'a>> {
    let plan = Plan::new(out, files)?;
    plan.refuse_obstacles(out)?;
    // Where there is nothing to do, not even the folder's time of change is touched.
    if plan.is_empty() && out.join(DESK).symlink_metadata().is_err() {
        return Ok(plan);
    }
    let mut desk = Desk::take(out)?;
    let outcome = write_at(&mut desk, out, files);
    desk.leave();
    outcome
}

/// Writes where no other run can: what one has left is done first, and the folder is compared anew.
fn write_at<'a>(desk: &mut Desk, out: &Path, files: &'a Files) -> Result<Plan<'a>> {
    resume(desk)?;
    desk.clear()?;
    let plan = Plan::new(out, files)?;
    plan.refuse_obstacles(out)?;
    Transaction::new(desk, &plan).run()?;
    Ok(plan)
}

/// Does what is left to do by the journal of a run that was stopped.
fn resume(desk: &mut Desk) -> Result<()> {
    let Some(text) = desk.read_journal()? else {
        return Ok(());
    };
    // It is put there whole. So what can't be read is no journal of ours, and says nothing.
    let journal = Journal::from_text(&text).unwrap_or_default();
    let texts = Vec::new();
    Transaction { desk, journal, texts }.conclude()
}

/// The changes of a plan, as steps that each do one thing.
struct Transaction<'a> {
    desk: &'a mut Desk,
    journal: Journal,
    /// The texts of `journal.replace`, while they are not staged yet.
    texts: Vec<&'a str>,
}

/// One thing to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Writes the text of a file beside its place.
    Stage(usize),
    /// Makes the folders that a file needs.
    MakeFolders(usize),
    /// Puts the journal there.
    Commit,
    /// Renames a staged file to its place.
    Replace(usize),
    /// Removes a stale file, and its folder where nothing else is in it.
    Remove(usize),
    /// Takes the journal away.
    Close,
}

impl<'a> Transaction<'a> {
    fn new(desk: &'a mut Desk, plan: &Plan<'a>) -> Self {
        let mut journal = Journal::default();
        let mut texts = Vec::new();
        for change in &plan.changes {
            match change.new {
                Some(text) => {
                    journal.replace.push(change.path.clone());
                    texts.push(text);
                }
                None => journal.remove.push(change.path.clone()),
            }
        }
        Self { desk, journal, texts }
    }

    fn run(mut self) -> Result<()> {
        if self.journal == Journal::default() {
            return Ok(());
        }
        self.perform(self.preparation()).context("nothing was written")?;
        self.conclude()
    }

    /// Does what the journal says, as far as it is not done.
    fn conclude(mut self) -> Result<()> {
        self.perform(self.conclusion())
            .context("stopped midway; what is left to do is kept, and the next `generate` does it")
    }

    /// What is done before anything of the old crate changes.
    fn preparation(&self) -> Vec<Step> {
        let files = 0..self.texts.len();
        let stage = files.clone().map(Step::Stage);
        let make_folders = files.map(Step::MakeFolders);
        stage.chain(make_folders).chain([Step::Commit]).collect()
    }

    /// What is done once the journal is there, by this run or by a later one.
    fn conclusion(&self) -> Vec<Step> {
        let replace = (0..self.journal.replace.len()).map(Step::Replace);
        let remove = (0..self.journal.remove.len()).map(Step::Remove);
        replace.chain(remove).chain([Step::Close]).collect()
    }

    fn perform(&mut self, steps: Vec<Step>) -> Result<()> {
        let Self { desk, journal, texts } = self;
        let path = |paths: &[String], index: usize| paths.get(index).cloned().unwrap_or_default();
        for step in steps {
            match step {
                Step::Stage(index) => desk.stage(index, texts.get(index).copied().unwrap_or_default())?,
                Step::MakeFolders(index) => desk.make_folders(&path(&journal.replace, index))?,
                Step::Commit => desk.commit(journal)?,
                Step::Replace(index) => desk.replace(index, &path(&journal.replace, index))?,
                Step::Remove(index) => desk.remove(&path(&journal.remove, index))?,
                Step::Close => desk.close(journal)?,
            }
        }
        Ok(())
    }
}
