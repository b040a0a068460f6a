//! A command's text to its words, as the agent of ECS Exec splits it: no shell looks at it.
//!
//! Blanks part words; `'…'` keeps everything; in `"…"` and outside of quotes `\` keeps the next character; `#` at the start of a word
//! hides the rest of the line. Nothing is expanded.

/// Why a text has no words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SplitError {
    #[error("EOF found when expecting closing quote")]
    OpenQuote,
    #[error("EOF found after escape character")]
    Escape,
    #[error("the command is empty")]
    Empty,
}

/// The words of a command; at least one.
pub fn split(text: &str) -> Result<Vec<String>, SplitError> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match c {
            ' ' | '\t' | '\r' | '\n' => words.extend(word.take()),
            '#' if word.is_none() => {
                characters.by_ref().find(|c| *c == '\n');
            }
            '\\' => word.get_or_insert_default().push(characters.next().ok_or(SplitError::Escape)?),
            '\'' => quoted(&mut characters, word.get_or_insert_default(), '\'')?,
            '"' => quoted(&mut characters, word.get_or_insert_default(), '"')?,
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    if words.is_empty() { Err(SplitError::Empty) } else { Ok(words) }
}

/// Adds the rest of a quotation.
fn quoted(
    characters: &mut impl Iterator<Item = char>,
    word: &mut String,
    quote: char,
) -> Result<(), SplitError> {
    loop {
        match characters.next().ok_or(SplitError::OpenQuote)? {
            c if c == quote => return Ok(()),
            '\\' if quote == '"' => word.push(characters.next().ok_or(SplitError::Escape)?),
            c => word.push(c),
        }
    }
}

/// The text that [`split`] parts into these words.
pub fn join<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    let quote = |word: &str| match word.is_empty() || !word.chars().all(plain) {
        true => format!("'{}'", word.replace('\'', r"'\''")),
        false => word.to_owned(),
    };
    words.into_iter().map(quote).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_command_is_split_into_words() {
        for (text, words) in [
            ("/bin/sh", vec!["/bin/sh"]),
            ("sh -c 'echo  $HOME; exit 3'", vec!["sh", "-c", "echo  $HOME; exit 3"]),
            (r#"echo "a \"b\" \n" c\ d ''"#, vec!["echo", "a \"b\" n", "c d", ""]),
            ("  ls\t-l\n", vec!["ls", "-l"]),
            ("ls # all\n-l a#b", vec!["ls", "-l", "a#b"]),
            ("a'b'\"c\"", vec!["abc"]),
            ("echo $(id) * ~", vec!["echo", "$(id)", "*", "~"]),
        ] {
            assert_eq!(split(text).expect(text), words, "{text}");
        }
        for (text, error) in [
            ("sh -c 'x", SplitError::OpenQuote),
            ("\"", SplitError::OpenQuote),
            ("a\\", SplitError::Escape),
            (" ", SplitError::Empty),
            ("# x", SplitError::Empty),
        ] {
            assert_eq!(split(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn joined_words_come_apart_again(words in proptest::collection::vec(any::<String>(), 1..6)) {
            let text = join(words.iter().map(String::as_str));
            prop_assert_eq!(split(&text), Ok(words));
        }

        #[test]
        fn any_text_is_words_or_an_error(text: String) {
            let _ = split(&text);
        }
    }
}
