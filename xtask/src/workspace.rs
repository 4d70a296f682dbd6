//! Where a repository that uses Refract begins: the nearest folder upward that has `spec/refract.toml`.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

/// The options of a repository, relative to its root.
pub const CONFIG: &str = "spec/refract.toml";

/// The folder of the crate that a repository's `spec/` becomes, relative to its root.
pub const OUT: &str = "generated";

/// The root of the repository around the current folder, relative to it, so that messages show short paths.
pub fn root() -> Result<PathBuf> {
    let current = env::current_dir().context("the current folder can't be told")?;
    match above(&current) {
        Some(0) => Ok(PathBuf::new()),
        Some(steps) => Ok(std::iter::repeat_n("..", steps).collect()),
        None => bail!(
            "there is no `{CONFIG}` in `{}` or above it; go to a folder that has one, or name a document by `--spec`",
            current.display()
        ),
    }
}

/// How many steps upward it lies.
fn above(folder: &Path) -> Option<usize> {
    folder.ancestors().position(|ancestor| ancestor.join(CONFIG).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_found_upward() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(above(here), Some(1));
        assert_eq!(above(&here.join("src")), Some(2));
        assert_eq!(above(Path::new("/")), None);
    }
}
