//! The smallest document on which a disagreement is still there: what is not needed for it is taken away.

use serde_json::Value;

/// Takes away from the components of a document whatever a test does not need, one part after the other; what stands
/// in one of the parts may take the place of the whole.
pub fn shrink(document: &Value, still: &dyn Fn(&Value) -> bool) -> Value {
    let mut smallest = document.clone();
    loop {
        let before = smallest.clone();
        let mut paths = Vec::new();
        paths_of(&smallest["components"]["schemas"], "/components/schemas", &mut paths);
        for path in paths {
            let smaller = without(&smallest, &path).into_iter().chain(lifted(&smallest, &path));
            if let Some(smaller) = smaller.into_iter().find(still) {
                smallest = smaller;
            }
        }
        if smallest == before {
            return smallest;
        }
    }
}

/// The pointers of all parts of a value, the last items first, so that taking one away moves none that is left.
fn paths_of(value: &Value, path: &str, paths: &mut Vec<String>) {
    let parts: Vec<(String, &Value)> = match value {
        Value::Array(items) => items.iter().enumerate().map(|(index, it)| (index.to_string(), it)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, it)| (name.replace('~', "~0").replace('/', "~1"), it)).collect()
        }
        _ => return,
    };
    for (name, part) in parts.into_iter().rev() {
        let path = format!("{path}/{name}");
        paths.push(path.clone());
        paths_of(part, &path, paths);
    }
}

/// A value without one of its parts; `None` where that is gone already.
fn without(value: &Value, path: &str) -> Option<Value> {
    let mut smaller = value.clone();
    let (parent, name) = path.rsplit_once('/')?;
    match smaller.pointer_mut(parent)? {
        Value::Array(items) => {
            let index: usize = name.parse().ok()?;
            if index >= items.len() {
                return None;
            }
            items.remove(index);
        }
        Value::Object(members) => drop(members.remove(&name.replace("~1", "/").replace("~0", "~"))?),
        _ => return None,
    }
    Some(smaller)
}

/// A value in which one of its parts is replaced by what stands in that, or in the parts of that.
fn lifted(value: &Value, path: &str) -> Vec<Value> {
    let Some(part) = value.pointer(path) else {
        return Vec::new();
    };
    let below: Vec<&Value> = parts(part).flat_map(|below| std::iter::once(below).chain(parts(below))).collect();
    below
        .into_iter()
        .filter(|below| below.is_object() && part.is_object())
        .filter_map(|below| {
            let mut smaller = value.clone();
            *smaller.pointer_mut(path)? = below.clone();
            Some(smaller)
        })
        .collect()
}

fn parts(value: &Value) -> impl Iterator<Item = &Value> {
    let items = value.as_array().into_iter().flatten();
    items.chain(value.as_object().into_iter().flatten().map(|(_, member)| member))
}
