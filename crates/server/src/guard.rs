//! Who may ask. A page of another site in the same browser may not, whatever name it makes point here; from elsewhere, only who
//! has a token.

use std::net::{IpAddr, Ipv6Addr};

use hyper::header::{HeaderMap, HeaderName, AUTHORIZATION, HOST, ORIGIN};

use crate::problem::Problem;
use crate::tokens::Tokens;

pub(crate) struct Guard {
    hosts: Vec<String>,
    tokens: Option<Tokens>,
}

impl Guard {
    pub fn new(hosts: Vec<String>, tokens: Option<Tokens>) -> Self {
        let hosts = hosts.into_iter().map(|h| h.to_ascii_lowercase()).collect();
        Self { hosts, tokens: tokens.filter(|t| !t.is_empty()) }
    }

    /// The Host that is asked for must be one of ours: a name that somebody else makes point here (DNS rebinding) is not. An
    /// address in numbers cannot be made to point elsewhere.
    pub fn host(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let host = text(headers, HOST).unwrap_or_default();
        let name = without_port(host).to_ascii_lowercase();
        let numbers = name.trim_start_matches('[').trim_end_matches(']');
        let is_ours = name == "localhost"
            || numbers.parse::<IpAddr>().is_ok()
            || numbers.parse::<Ipv6Addr>().is_ok()
            || self.hosts.contains(&name);
        if !is_ours {
            return Err(Problem::forbidden(
                "this server does not answer to this name; if it should: attache serve --host NAME",
            ));
        }
        let from_elsewhere = text(headers, ORIGIN).is_some_and(|origin| !origin.ends_with(&format!("://{host}")));
        if from_elsewhere {
            return Err(Problem::forbidden("pages of other sites may not ask here"));
        }
        Ok(())
    }

    /// Where tokens are asked for, one must be sent.
    pub fn token(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let Some(tokens) = &self.tokens else { return Ok(()) };
        let sent = text(headers, AUTHORIZATION).and_then(|a| a.strip_prefix("Bearer ")).map(str::trim);
        match sent {
            Some(token) if tokens.knows(token) => Ok(()),
            _ => Err(Problem::unauthorized()),
        }
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).map(|value| value.to_str().unwrap_or(""))
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.is_empty() => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_answered_to() {
        let guard = Guard::new(vec!["Desk.Example".into()], None);
        let ask = |host: &str, origin: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, host.parse().expect("a header"));
            if let Some(origin) = origin {
                headers.insert(ORIGIN, origin.parse().expect("a header"));
            }
            guard.host(&headers).is_ok()
        };
        for (host, origin, wanted) in [
            ("localhost:8040", None, true),
            ("127.0.0.1:8040", Some("http://127.0.0.1:8040"), true),
            ("[::1]:8040", None, true),
            ("desk.example", Some("https://desk.example"), true),
            ("evil.example:8040", None, false),
            ("127.0.0.1.evil.example", None, false),
            ("", None, false),
            ("127.0.0.1:8040", Some("http://evil.example"), false),
            ("127.0.0.1:8040", Some("null"), false),
        ] {
            assert_eq!(ask(host, origin), wanted, "{host} {origin:?}");
        }
    }
}
