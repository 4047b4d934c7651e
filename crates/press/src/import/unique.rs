//! Names of which each is given once.

use std::collections::{HashMap, HashSet};

/// The names that were given.
#[derive(Debug, Default)]
pub(super) struct UniqueNames {
    given: HashSet<String>,
    /// The number that is tried next for a name that was given.
    next: HashMap<String, usize>,
}

impl UniqueNames {
    /// Returns a name if it was not given yet, else the first of `name-2`, `name-3` and so on.
    pub(super) fn unique(&mut self, name: &str) -> String {
        self.unique_if(name, |_| true)
    }

    /// The same for a name that must be allowed, too.
    pub(super) fn unique_if(&mut self, name: &str, is_allowed: impl Fn(&str) -> bool) -> String {
        if is_allowed(name) && self.given.insert(name.to_owned()) {
            return name.to_owned();
        }
        let next = self.next.entry(name.to_owned()).or_insert(2);
        loop {
            let candidate = format!("{name}-{next}");
            *next += 1;
            if is_allowed(&candidate) && self.given.insert(candidate.clone()) {
                return candidate;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_was_given_gets_a_number() {
        let mut names = UniqueNames::default();
        assert_eq!(["a", "a", "a-2", "b", "a"].map(|name| names.unique(name)), ["a", "a-2", "a-2-2", "b", "a-3"]);
        assert_eq!(names.unique_if("pages", |name| name != "pages"), "pages-2");
    }
}
