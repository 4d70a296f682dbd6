//! The other files that a document refers to: from the disk, or from whoever calls.

use std::{
    fmt, io,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use super::input::{self, Input};
use crate::source::{Provider, Reach, uri};

/// Where other files come from.
#[derive(Clone, Default)]
pub struct Files(Option<Arc<dyn Provider>>);

impl fmt::Debug for Files {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_some() { "Files(given)" } else { "Files" })
    }
}

impl Files {
    /// From whoever calls.
    pub fn given(read: impl Fn(&Path) -> io::Result<Vec<u8>> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(Given(read))))
    }

    /// What reads the files beside a document: the disk, where nothing was given and the document lies there.
    pub fn provider(&self, document: &Input) -> Option<Arc<dyn Provider>> {
        match document {
            _ if self.0.is_some() => self.0.clone(),
            Input::Path(_) => Some(Arc::new(Disk)),
            Input::Text { .. } => None,
        }
    }
}

/// What the references of a document may lead to.
pub fn reach(document: &Input, outside: bool, remote: Vec<(String, PathBuf)>) -> Reach {
    let folder = document.folder();
    let around = match document {
        Input::Path(_) => std::path::absolute(&folder).ok(),
        Input::Text { .. } => Some(folder.clone()),
    };
    let names = around.iter().flat_map(|path| path.components()).filter_map(|part| match part {
        Component::Normal(name) => name.to_str().map(str::to_owned),
        _ => None,
    });
    // In the one form that references have as well.
    let remote = remote.into_iter().filter_map(|(uri, path)| Some((uri::resolve(&uri, "")?, path)));
    Reach { around: names.collect(), folder, outside, remote: remote.collect() }
}

/// Whoever calls.
struct Given<F>(F);

impl<F: Fn(&Path) -> io::Result<Vec<u8>> + Send + Sync> Provider for Given<F> {
    fn read(&self, path: &Path, _within: Option<&Path>) -> Result<Vec<u8>, String> {
        (self.0)(path).map_err(|error| why(path, &error))
    }
}

/// The disk.
struct Disk;

impl Provider for Disk {
    fn read(&self, path: &Path, within: Option<&Path>) -> Result<Vec<u8>, String> {
        let real = path.canonicalize().map_err(|error| why(path, &error))?;
        if let Some(folder) = within {
            // No folder is named where the document lies in the current one.
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            let folder = folder.canonicalize().map_err(|error| why(folder, &error))?;
            if !real.starts_with(folder) {
                let shown = path.display();
                return Err(format!(
                    "`{shown}` is a symbolic link out of the document's folder; `--allow-outside` allows it"
                ));
            }
        }
        if !real.is_file() {
            return Err(format!("`{}` is no file", path.display()));
        }
        input::read(&real)
    }
}

/// Why a file can't be read.
fn why(path: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => format!("there is no file `{}`", path.display()),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
    }

    #[test]
    fn the_disk_gives_files_and_says_what_is_none() {
        let folder = folder();
        assert!(Disk.read(&folder.join("lib.rs"), Some(&folder)).is_ok());
        assert!(Disk.read(&folder.join("emit"), Some(&folder)).unwrap_err().ends_with("is no file"));
        assert!(Disk.read(&folder.join("no.rs"), Some(&folder)).unwrap_err().starts_with("there is no file"));
    }

    #[test]
    fn what_lies_outside_is_not_given() {
        let folder = folder().join("emit");
        let outside = folder.join("../lib.rs");
        assert!(Disk.read(&outside, Some(&folder)).is_err());
        assert!(Disk.read(&outside, None).is_ok());
    }

    #[cfg(unix)]
    #[test]
    #[allow(clippy::disallowed_methods, reason = "the test prepares a folder of its own")]
    fn links_are_followed_before_they_are_judged() {
        let folder = std::env::temp_dir().join(format!("refract-links-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("spec")).unwrap();
        std::fs::write(folder.join("spec/in.yaml"), "in").unwrap();
        std::fs::write(folder.join("out.yaml"), "out").unwrap();
        for (link, target) in [("spec/to_in.yaml", "in.yaml"), ("spec/to_out.yaml", "../out.yaml")] {
            std::os::unix::fs::symlink(target, folder.join(link)).unwrap();
        }
        let spec = folder.join("spec");
        let within = Disk.read(&spec.join("to_in.yaml"), Some(&spec));
        let without = Disk.read(&spec.join("to_out.yaml"), Some(&spec));
        let allowed = Disk.read(&spec.join("to_out.yaml"), None);
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(within.as_deref(), Ok("in".as_bytes()));
        assert!(without.unwrap_err().contains("symbolic link"));
        assert_eq!(allowed.as_deref(), Ok("out".as_bytes()));
    }

    #[test]
    fn a_path_that_comes_back_is_no_way_out() {
        let reach = reach(&Input::Text { path: "a/spec/api.yaml".into(), text: String::new() }, false, Vec::new());
        assert_eq!((reach.folder, reach.around), ("a/spec".into(), vec!["a".to_owned(), "spec".to_owned()]));
    }
}
