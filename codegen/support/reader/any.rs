//! Values of any type: kept as `serde_json` has them, or stepped over. The grammar is checked all the same.

use super::{
    super::{lex, schema::Schema},
    Fail, Read, Reader,
};

impl<'a> Reader<'a> {
    /// The text of any value, as it stands.
    pub fn raw(&mut self) -> Result<&'a str, Fail> {
        self.blank();
        let start = self.at;
        self.skip()?;
        self.text.get(start..self.at).ok_or(Fail)
    }

    /// Any value.
    pub fn any(&mut self) -> Result<serde_json::Value, Fail> {
        let schema = self.schema;
        self.blank();
        if !matches!(schema, Schema::Any) && !self.evaluate(self.at, schema)? {
            return Err(Fail);
        }
        self.any_value()
    }

    /// Any value, whatever the schema. `serde_json` would not read values that are nested as deep as we allow.
    fn any_value(&mut self) -> Result<serde_json::Value, Fail> {
        self.blank();
        Ok(match self.peek() {
            b'"' => serde_json::Value::String(self.string()?.into_owned()),
            b'{' => self.any_object()?,
            b'[' => self.any_array()?,
            b't' | b'f' => serde_json::Value::Bool(self.truth()?),
            b'n' if self.null() => serde_json::Value::Null,
            _ => {
                let (text, _) = self.number_text()?;
                serde_json::Value::Number(text.parse().map_err(|_| Fail)?)
            }
        })
    }

    fn any_array(&mut self) -> Result<serde_json::Value, Fail> {
        self.at += 1;
        self.enter()?;
        let mut items = Vec::new();
        let mut more = !self.is_empty(b']');
        while more {
            items.push(self.any_value()?);
            more = self.another(b']')?;
        }
        Ok(items.into())
    }

    fn any_object(&mut self) -> Result<serde_json::Value, Fail> {
        self.at += 1;
        self.enter()?;
        let mut members = serde_json::Map::new();
        let mut more = !self.is_empty(b'}');
        while more {
            let name = self.any_name()?;
            let name = self.name_text(name).into_owned();
            if members.insert(name, self.any_value()?).is_some() {
                return Err(Fail);
            }
            more = self.another(b'}')?;
        }
        Ok(members.into())
    }

    /// Steps over any value, strictly.
    pub(super) fn skip(&mut self) -> Read {
        self.blank();
        match self.peek() {
            b'"' => {
                let (end, _) = lex::string_end(self.bytes, self.at + 1).map_err(|_| Fail)?;
                self.at = end + 1;
                Ok(())
            }
            b'{' => self.skip_object(),
            b'[' => {
                self.at += 1;
                self.enter()?;
                let mut more = !self.is_empty(b']');
                while more {
                    self.skip()?;
                    more = self.another(b']')?;
                }
                Ok(())
            }
            b't' | b'f' => self.truth().map(drop),
            b'n' => {
                if self.null() {
                    Ok(())
                } else {
                    Err(Fail)
                }
            }
            _ => {
                let (text, plain) = self.number_text()?;
                if plain && text.len() < 300 || lex::finite(text).is_some() { Ok(()) } else { Err(Fail) }
            }
        }
    }

    fn skip_object(&mut self) -> Read {
        self.at += 1;
        self.enter()?;
        let mut names = Vec::new();
        let mut more = !self.is_empty(b'}');
        while more {
            names.push(self.any_name()?);
            self.skip()?;
            more = self.another(b'}')?;
        }
        self.distinct(&mut names)
    }
}
