//! The names of symbols: `+1` is "plus 1" and `<=` is "less or equal". Knows which symbols of a name carry meaning.

/// The words for the symbols before the first letter or digit of a name, or for the whole of a name that has neither.
pub(super) fn before(symbols: &[char], rest: &[char], words: &mut Vec<String>) {
    if rest.is_empty() {
        return spell(symbols, words);
    }
    if is_numeric(rest) {
        let counting: Vec<char> = symbols.iter().copied().filter(|&symbol| counts_before_digits(symbol)).collect();
        return spell(&counting, words);
    }
    if let [.., sign @ ('-' | '+' | '!' | '\u{2212}')] = symbols {
        // `-name` sorts the other way than `name` does; `--name` and `- name` say no more than `name`.
        if symbols.len() == 1 {
            words.push(name(*sign));
        }
    }
}

/// The words for the symbols after the last letter or digit of a name.
pub(super) fn after(symbols: &[char], rest: &[char], words: &mut Vec<String>) {
    let numeric = is_numeric(rest);
    let counts = |symbol: char| matches!(symbol, '+' | '%') || numeric && counts_between_digits(symbol);
    words.extend(symbols.iter().copied().filter(|&symbol| counts(symbol)).map(name));
}

/// Whether a symbol between two digits, in a name without letters, is more than a separator.
pub(super) fn counts_between_digits(symbol: char) -> bool {
    matches!(symbol, '+' | '*' | '%' | '=' | '<' | '>' | '!' | '&' | '|' | '^' | '~' | '?' | '$' | '\\' | '@')
}

fn counts_before_digits(symbol: char) -> bool {
    counts_between_digits(symbol) || matches!(symbol, '-' | '\u{2212}' | '.')
}

fn is_numeric(characters: &[char]) -> bool {
    !characters.iter().any(|character| character.is_alphabetic())
}

/// Names every symbol; white space only where there is nothing else.
fn spell(symbols: &[char], words: &mut Vec<String>) {
    let blank = symbols.iter().all(|symbol| symbol.is_whitespace());
    let mut rest = symbols;
    while let Some((&first, after)) = rest.split_first() {
        if let Some((pair, name)) = rest.get(..2).and_then(pair) {
            words.extend(name.iter().map(|word| word.to_string()));
            rest = rest.get(pair..).unwrap_or_default();
            continue;
        }
        if blank || !first.is_whitespace() {
            words.push(name(first));
        }
        rest = after;
    }
}

/// The name of two symbols that mean one thing, and how many they are.
fn pair(symbols: &[char]) -> Option<(usize, &'static [&'static str])> {
    let name: &[&str] = match symbols {
        ['<', '='] => &["less", "or", "equal"],
        ['>', '='] => &["greater", "or", "equal"],
        ['!', '='] | ['<', '>'] => &["not", "equal"],
        ['!', '~'] => &["not", "match"],
        ['=', '~'] => &["match"],
        ['-', '>'] => &["arrow"],
        _ => return None,
    };
    Some((2, name))
}

/// The name of one symbol, in one word; of one that has none, its code point in hexadecimal.
pub(super) fn name(symbol: char) -> String {
    let name = match symbol {
        '!' => "not",
        '"' => "quote",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '\'' => "apostrophe",
        '(' => "lparen",
        ')' => "rparen",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' | '\u{2212}' => "minus",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less",
        '=' => "equal",
        '>' => "greater",
        '?' => "question",
        '@' => "at",
        '[' => "lbracket",
        '\\' => "backslash",
        ']' => "rbracket",
        '^' => "caret",
        '_' => "underscore",
        '`' => "backtick",
        '{' => "lbrace",
        '|' => "or",
        '}' => "rbrace",
        '~' => "tilde",
        ' ' => "space",
        '\t' => "tab",
        '\n' => "newline",
        _ => return format!("u{:04x}", u32::from(symbol)),
    };
    name.to_owned()
}
