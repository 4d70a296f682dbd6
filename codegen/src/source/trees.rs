//! The files of a document, as trees: each is read when a reference leads to it for the first time, and only once.
//!
//! What is read is decided here: paths stay below the folder of the document unless they may leave it, and of what has a
//! URI only named copies are read. Where the bytes come from is a [`Provider`]'s business.

use std::{
    cell::RefCell,
    collections::HashMap,
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    FileId, Kind, Location, Node, Sources, Span, decode_utf8, extension,
    slots::Slots,
    text_of,
    uri::{self, is_absolute, is_outside},
};
use crate::diagnostic::Diagnostics;

/// How many files a document may be made of: some seven times as many as the largest that is known.
const MOST_FILES: usize = 20_000;

/// What files are called that hold nothing but prose.
const PROSE: [&str; 7] = ["md", "markdown", "txt", "rst", "adoc", "html", "htm"];

/// Where the bytes of files come from.
pub trait Provider: Send + Sync {
    /// The bytes of a file, or why there are none, as a sentence without its end.
    ///
    /// Where a folder is given, what the path leads to must lie in it, symbolic links followed.
    ///
    /// # Errors
    ///
    /// There is no such file, it can't be read, or it lies elsewhere.
    fn read(&self, path: &Path, within: Option<&Path>) -> Result<Vec<u8>, String>;
}

/// What references may lead to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// The folder of the document, from which paths are read.
    pub folder: PathBuf,
    /// The names of the folders that the document lies in, the innermost last, as far as they are known.
    pub around: Vec<String>,
    /// Whether files outside of that folder are read.
    pub outside: bool,
    /// Where copies lie of what has a URI: what the URI begins with, and the path that is in its place.
    pub remote: Vec<(String, PathBuf)>,
}

/// Why a reference does not lead to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The file lies outside of the document's folder: its path.
    Outside(String),
    /// It has a URI of which no copy is named: the URI.
    Remote(String),
    /// What it says means nothing where it stands.
    Meaningless,
    /// The file can't be read: why.
    Unreadable(String),
}

/// A file.
pub(crate) struct Tree {
    /// Its path from the document's folder, or its URI.
    path: Arc<str>,
    file: FileId,
    is_main: bool,
    /// What it holds; nothing where that can't be read.
    root: Option<Node>,
}

impl Tree {
    /// The place of the whole file.
    pub(crate) fn location(&self) -> Location {
        let file = (!self.is_main).then(|| self.path.clone());
        Location::new(file, super::Pointer::root())
    }

    /// Its path from the document's folder, or its URI: what references in it are resolved against.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// What it holds.
    pub(crate) fn root(&self) -> Option<&Node> {
        self.root.as_ref()
    }
}

/// The files of a document that were read so far.
pub struct Trees {
    sources: RefCell<Sources>,
    defects: RefCell<Diagnostics>,
    provider: Option<Arc<dyn Provider>>,
    reach: Reach,
    trees: Slots<Tree>,
    /// The index of each file, or why there is none.
    by_path: RefCell<HashMap<String, Result<usize, Refusal>>>,
    by_file: RefCell<HashMap<FileId, usize>>,
    /// Values that are made of what the files hold.
    made: Slots<Node>,
}

impl fmt::Debug for Trees {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths: Vec<&str> = self.trees.iter().map(Tree::path).collect();
        formatter.debug_struct("Trees").field("paths", &paths).finish_non_exhaustive()
    }
}

impl Trees {
    /// Reads the file that was named. Without a provider, there is no other.
    pub fn new(sources: Sources, main: FileId, reach: Reach, provider: Option<Arc<dyn Provider>>) -> Self {
        let mut defects = Diagnostics::default();
        let root = super::read(&sources, main, &mut defects);
        let path = sources.get(main).path.replace('\\', "/");
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let trees = Self {
            sources: RefCell::new(sources),
            defects: RefCell::new(defects),
            provider,
            reach,
            trees: Slots::new(MOST_FILES),
            by_path: RefCell::default(),
            by_file: RefCell::default(),
            made: Slots::new(MOST_FILES),
        };
        trees.keep(Tree { path: name.into(), file: main, is_main: true, root });
        trees
    }

    /// What the file holds that was named, where it could be read.
    pub fn root(&self) -> Option<&Node> {
        self.trees.get(0)?.root()
    }

    /// The texts of all files that were read.
    pub fn into_sources(self) -> Sources {
        self.sources.into_inner()
    }

    /// What is wrong with the texts of the files that were read since this was asked for last.
    pub fn take_defects(&self) -> Diagnostics {
        self.defects.take()
    }

    /// Every file that was read so far, in the order in which references led to them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Tree> {
        self.trees.iter()
    }

    /// The file that was named.
    pub(crate) fn main(&self) -> Option<&Tree> {
        self.trees.get(0)
    }

    /// The file that a place of a text is in.
    pub(crate) fn of(&self, file: FileId) -> Option<&Tree> {
        let index = self.by_file.borrow().get(&file).copied();
        self.trees.get(index?)
    }

    /// What stands at a place, in a file that was read.
    pub fn find(&self, location: &Location) -> Option<&Node> {
        let index = match location.file() {
            None => 0,
            Some(path) => self.by_path.borrow().get(&**path)?.clone().ok()?,
        };
        location.pointer().find(self.trees.get(index)?.root()?)
    }

    /// The file that a reference names which stands in another file; the reference has no fragment.
    ///
    /// # Errors
    ///
    /// It names none, or one that may not or can't be read.
    pub(crate) fn open(&self, reference: &str, base: &str) -> Result<&Tree, Refusal> {
        self.load(&uri::resolve(reference, base).ok_or(Refusal::Meaningless)?)
    }

    /// The file of a path, or of a URI, in the form that [`uri::resolve`] gives.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub(crate) fn load(&self, path: &str) -> Result<&Tree, Refusal> {
        let path = self.come_home(path);
        let known = self.by_path.borrow().get(path).cloned();
        let index = known.unwrap_or_else(|| {
            let loaded = self.load_new(path);
            self.by_path.borrow_mut().insert(path.to_owned(), loaded.clone());
            loaded
        })?;
        let tree = self.trees.get(index).filter(|tree| tree.root.is_some());
        tree.ok_or_else(|| Refusal::Unreadable("its text can't be read".to_owned()))
    }

    /// Keeps a value that is made of what files hold; `None` where there are too many.
    pub(crate) fn make(&self, node: Node) -> Option<&Node> {
        self.made.get(self.made.add(node)?)
    }

    /// A path that leaves the folder and enters it again, as one that never left.
    fn come_home<'p>(&self, path: &'p str) -> &'p str {
        let mut rest = path;
        let mut out = 0;
        while let Some(after) = rest.strip_prefix("../") {
            (rest, out) = (after, out + 1);
        }
        let Some(around) = self.reach.around.len().checked_sub(out).and_then(|from| self.reach.around.get(from..))
        else {
            return path;
        };
        for name in around {
            match rest.strip_prefix(name.as_str()).and_then(|rest| rest.strip_prefix('/')) {
                Some(after) => rest = after,
                None => return path,
            }
        }
        rest
    }

    fn load_new(&self, path: &str) -> Result<usize, Refusal> {
        let (place, within) = self.place(path)?;
        let provider = self.provider.as_ref();
        let provider = provider.ok_or_else(|| Refusal::Unreadable("no other files were given".to_owned()))?;
        let bytes = provider.read(&place, within.as_deref()).map_err(Refusal::Unreadable)?;
        let (mut sources, mut defects) = (self.sources.borrow_mut(), self.defects.borrow_mut());
        let shown = place.display().to_string();
        // What is no text is as good as empty: why was reported.
        let file = decode_utf8(&mut sources, &shown, bytes, &mut defects);
        let root = file.and_then(|file| read(&sources, file, &mut defects));
        let file = file.unwrap_or_else(|| sources.add(shown, ""));
        drop((sources, defects));
        let tree = Tree { path: path.into(), file, is_main: false, root };
        self.keep(tree).ok_or_else(|| Refusal::Unreadable(format!("there are more than {MOST_FILES} files")))
    }

    /// Where a file lies, and the folder that it must lie in.
    fn place(&self, path: &str) -> Result<(PathBuf, Option<PathBuf>), Refusal> {
        let folder = &self.reach.folder;
        if is_absolute(path) {
            let copies = self.reach.remote.iter().filter_map(|(start, copy)| Some((copy, below(path, start)?)));
            let copy = copies.min_by_key(|(_, rest)| rest.len());
            let (copy, rest) = copy.ok_or_else(|| Refusal::Remote(path.to_owned()))?;
            return Ok((if rest.is_empty() { copy.clone() } else { copy.join(rest) }, Some(copy.clone())));
        }
        match is_outside(path) {
            false => Ok((folder.join(path), (!self.reach.outside).then(|| folder.clone()))),
            true if self.reach.outside => Ok((folder.join(path), None)),
            true => Err(Refusal::Outside(path.to_owned())),
        }
    }

    fn keep(&self, tree: Tree) -> Option<usize> {
        let (path, file) = (tree.path.to_string(), tree.file);
        let index = self.trees.add(tree)?;
        self.by_path.borrow_mut().insert(path, Ok(index));
        self.by_file.borrow_mut().insert(file, index);
        Some(index)
    }
}

/// What comes in a URI after what it begins with; empty where that is all of it.
fn below<'u>(uri: &'u str, start: &str) -> Option<&'u str> {
    let rest = uri.strip_prefix(start.trim_end_matches('/'))?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

/// What the text of a file holds: prose is one string.
fn read(sources: &Sources, file: FileId, defects: &mut Diagnostics) -> Option<Node> {
    if !PROSE.contains(&extension(&sources.get(file).path).as_str()) {
        return super::read(sources, file, defects);
    }
    let text = text_of(sources, file, defects)?;
    Some(Node { span: Span::new(file, 0..text.len()), kind: Kind::String(text.to_owned()) })
}
