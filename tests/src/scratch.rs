//! Folders of files that tests write. Knows the disk; not what the files are.

#![allow(clippy::disallowed_methods, reason = "tests write to folders of their own")]

use std::{collections::BTreeMap, fs, path::Path};

/// Paths, relative to a folder and with `/` between their parts, and the texts of the files.
pub type Tree = BTreeMap<String, String>;

/// Makes a folder have these files and no others. What has not changed is not touched.
pub fn write(folder: &Path, tree: &Tree) {
    for path in read(folder).keys().filter(|path| !tree.contains_key(*path)) {
        fs::remove_file(folder.join(path)).expect("a file of ours");
    }
    for (path, text) in tree {
        let path = folder.join(path);
        if fs::read_to_string(&path).is_ok_and(|before| before == *text) {
            continue;
        }
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder to write to");
        fs::write(&path, text).expect("a file to write");
    }
}

/// The files in a folder, whose texts are UTF-8; empty where there is no folder.
pub fn read(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    collect(folder, "", &mut tree);
    tree
}

fn collect(folder: &Path, prefix: &str, tree: &mut Tree) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.map(|entry| entry.expect("an entry")) {
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), tree);
        } else {
            tree.insert(name, fs::read_to_string(&path).expect("a text"));
        }
    }
}
