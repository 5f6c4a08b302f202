//! What a host asks robots to leave alone (RFC 9309).

/// Name that rules for this program alone go by.
const NAME: &str = "attache";

/// The rules of one host that bear on this program.
#[derive(Clone, Debug, Default)]
pub struct Robots {
    /// Patterns with whether they allow.
    rules: Vec<(String, bool)>,
    /// Seconds between two requests.
    pub delay: Option<f64>,
}

impl Robots {
    /// Reads a `robots.txt`. Rules for `attache` stand in the place of those for all.
    pub fn parse(text: &str) -> Self {
        let (mut own, mut all) = (None::<Self>, Self::default());
        let (mut for_own, mut for_all, mut in_rules) = (false, false, true);
        for line in text.lines().take(20_000) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if std::mem::take(&mut in_rules) {
                    (for_own, for_all) = (false, false);
                }
                for_own |= value.eq_ignore_ascii_case(NAME);
                for_all |= value == "*";
                if for_own {
                    own.get_or_insert_default();
                }
                continue;
            }
            in_rules = true;
            let groups = [own.as_mut().filter(|_| for_own), Some(&mut all).filter(|_| for_all)];
            for group in groups.into_iter().flatten() {
                match key.as_str() {
                    "allow" | "disallow" if !value.is_empty() => group.rules.push((value.to_owned(), key == "allow")),
                    "crawl-delay" => group.delay = value.parse().ok().filter(|d: &f64| d.is_finite() && *d >= 0.0),
                    _ => {}
                }
            }
        }
        own.unwrap_or(all)
    }

    /// Whether `path` (with its query) may be asked: the longest pattern decides, of equals the one that allows.
    pub fn allow(&self, path: &str) -> bool {
        let fitting = self.rules.iter().filter(|(pattern, _)| fits(pattern, path));
        fitting.max_by_key(|(pattern, allows)| (pattern.len(), *allows)).is_none_or(|(_, allows)| *allows)
    }
}

/// Whether a pattern with `*` and an ending `$` fits the start of `path`.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = pattern.strip_suffix('$').map_or((pattern, false), |p| (p, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (i, part) in parts.iter().enumerate() {
        if whole && i + 1 == parts.len() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    !whole || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_pattern_of_the_nearest_group_decides() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Attache\nDisallow: /private # ours\n\
                    Allow: /private/press\nDisallow: /*.pdf$\nDisallow: /a*b$\nCrawl-delay: 3\n";
        let robots = Robots::parse(text);
        for (path, wanted) in [
            ("/", true),
            ("/private/x", false),
            ("/private/press/1", true),
            ("/x/paper.pdf", false),
            ("/x/paper.pdf?page=2", true),
            ("/aXb", false),
            ("/aXbc", true),
        ] {
            assert_eq!(robots.allow(path), wanted, "{path}");
        }
        assert_eq!(robots.delay, Some(3.0));
        assert!(!Robots::parse("User-agent: *\nDisallow: /").allow("/a"));
        assert!(Robots::parse("User-agent: *\nDisallow:\n").allow("/a"));
        assert!(Robots::parse("<html>404</html>").allow("/a"));
    }
}
