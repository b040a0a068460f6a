//! Pages of a listing: how many, from where on, and the token for the rest.

use neargate_core::Scope;
use neargate_store::token;
use neargate_wire::AwsError;

use crate::refused::invalid;

/// What a request asks of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// The operation, its scope and its filters: a token of another listing is refused.
    context: Vec<String>,
    pub after: Option<String>,
    pub limit: usize,
}

impl Page {
    /// Reads `nextToken` and `maxResults`; `most` is both the default and the limit.
    pub(crate) fn new(
        operation: &str,
        scope: &Scope,
        filters: &[&str],
        next_token: Option<&str>,
        max_results: Option<i64>,
        most: usize,
    ) -> Result<Self, AwsError> {
        let head = [operation, scope.account.as_str(), scope.region.as_str()];
        let context: Vec<String> = head.iter().chain(filters).map(|part| (*part).to_owned()).collect();
        let limit = match max_results {
            None => most,
            Some(asked) => usize::try_from(asked)
                .ok()
                .filter(|asked| (1..=most).contains(asked))
                .ok_or_else(|| invalid(format!("maxResults must be between 1 and {most}.")))?,
        };
        let mut page = Self { context, after: None, limit };
        if let Some(given) = next_token.filter(|token| !token.is_empty()) {
            let after = token::decode(&page.parts(), given).map_err(|_| invalid("Invalid nextToken."))?;
            page.after = Some(after);
        }
        Ok(page)
    }

    /// How many to read: one more than is shown says whether there are more.
    pub(crate) fn to_read(&self) -> usize {
        self.limit + 1
    }

    /// Cuts what was read to the page, and makes the token for the rest.
    pub(crate) fn cut<T>(&self, found: &mut Vec<T>, key: impl Fn(&T) -> &str) -> Option<String> {
        if found.len() <= self.limit {
            return None;
        }
        found.truncate(self.limit);
        found.last().map(|last| token::encode(&self.parts(), key(last)))
    }

    fn parts(&self) -> Vec<&str> {
        self.context.iter().map(String::as_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::scope;

    fn page(token: Option<&str>, max_results: Option<i64>) -> Result<Page, AwsError> {
        Page::new("ListThings", &scope(), &["filter"], token, max_results, 100)
    }

    #[test]
    fn a_page_has_1_to_100_entries() {
        assert_eq!(page(None, None).unwrap().limit, 100);
        assert_eq!(page(None, Some(1)).unwrap().limit, 1);
        for bad in [0, -1, 101] {
            let error = page(None, Some(bad)).unwrap_err();
            assert_eq!(error.message, "maxResults must be between 1 and 100.");
        }
    }

    #[test]
    fn a_token_continues_its_own_listing_only() {
        let first = page(None, Some(2)).unwrap();
        let mut found = vec!["a", "b", "c"];
        let token = first.cut(&mut found, |entry| entry).expect("there is more");
        assert_eq!(found, ["a", "b"]);
        assert_eq!(page(Some(&token), Some(2)).unwrap().after.as_deref(), Some("b"));
        let other = Page::new("ListThings", &scope(), &["other"], Some(&token), None, 100);
        assert_eq!(other.unwrap_err().code, "InvalidParameterException");
        assert!(page(Some("junk"), None).is_err());
        assert_eq!(page(None, Some(3)).unwrap().cut(&mut vec!["a", "b", "c"], |entry| entry), None);
    }
}
