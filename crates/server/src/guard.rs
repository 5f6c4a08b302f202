//! Who may ask. A page of another site in the same browser may not, whatever name it makes point here; from elsewhere, only who
//! has a token.

use std::net::IpAddr;

use base64::prelude::{Engine, BASE64_STANDARD};
use hyper::header::{HeaderMap, HeaderName, AUTHORIZATION, HOST, ORIGIN};

use crate::problem::Problem;
use crate::tokens::{Role, Token, Tokens};

pub(crate) struct Guard {
    hosts: Vec<String>,
    tokens: Option<Tokens>,
    /// Who asks where there are no tokens.
    local: Client,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Client {
    /// Signs decisions.
    pub name: String,
    pub role: Role,
}

impl Guard {
    /// Without tokens everybody who asks is `local`.
    pub fn new(hosts: Vec<String>, tokens: Option<Tokens>, local: Client) -> Self {
        let hosts = hosts.into_iter().map(|h| h.to_ascii_lowercase()).collect();
        Self { hosts, tokens: tokens.filter(|t| !t.is_empty()), local }
    }

    /// The Host that is asked for must be one of ours: a name that somebody else makes point here (DNS rebinding) is not. An
    /// address in numbers cannot be made to point elsewhere.
    pub fn host(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let host = text(headers, HOST).unwrap_or_default();
        let name = without_port(host).to_ascii_lowercase();
        let numbers = name.trim_start_matches('[').trim_end_matches(']');
        let is_ours = name == "localhost" || numbers.parse::<IpAddr>().is_ok() || self.hosts.contains(&name);
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

    /// Who asks: where tokens are asked for, one must be sent.
    pub fn client(&self, headers: &HeaderMap) -> Result<Client, Problem> {
        let Some(tokens) = &self.tokens else { return Ok(self.local.clone()) };
        let sent = text(headers, AUTHORIZATION).and_then(|a| a.strip_prefix("Bearer ")).map(str::trim);
        let holder = sent.and_then(|token| tokens.holder(token)).ok_or_else(Problem::unauthorized)?;
        Ok(holder.into())
    }

    /// Who reads a feed: those that cannot send a token as such send it as the password of whatever name (RFC 7617). Only what
    /// changes nothing is told so, since browsers keep passwords and send them unasked.
    pub fn reader(&self, headers: &HeaderMap) -> Result<Client, Problem> {
        let sent = text(headers, AUTHORIZATION).and_then(|a| a.strip_prefix("Basic "));
        let pair = sent.and_then(|sent| BASE64_STANDARD.decode(sent.trim()).ok());
        let pair = pair.and_then(|pair| String::from_utf8(pair).ok());
        let password = pair.as_deref().and_then(|pair| pair.split_once(':')).map(|(_, password)| password);
        let holder = password.zip(self.tokens.as_ref()).and_then(|(token, tokens)| tokens.holder(token));
        match holder {
            Some(holder) => Ok(holder.into()),
            None => self
                .client(headers)
                .map_err(|problem| Problem { asks_for: "Basic realm=\"any name, a token as password\"", ..problem }),
        }
    }

    /// Whether the name of a client tells it from others.
    pub fn has_tokens(&self) -> bool {
        self.tokens.is_some()
    }

    /// What changes something is not taken from another site's page, however it was made to ask.
    pub fn change(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let site = text(headers, HeaderName::from_static("sec-fetch-site"));
        match site {
            None | Some("same-origin" | "none") => Ok(()),
            Some(_) => Err(Problem::forbidden("pages of other sites may not change anything here")),
        }
    }
}

impl From<&Token> for Client {
    fn from(token: &Token) -> Self {
        Self { name: token.name.clone(), role: token.role }
    }
}

impl Client {
    /// Refuses who may not do what takes `role`.
    pub fn may(&self, role: Role) -> Result<(), Problem> {
        if self.role >= role {
            return Ok(());
        }
        Err(Problem::forbidden(format!(
            "{} may {} here and no more; attache token add NAME --role {} makes a token that may, and serve without --read-only",
            self.name,
            self.role.as_str(),
            role.as_str()
        )))
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
        let local = Client { name: "local".into(), role: Role::Read };
        let guard = Guard::new(vec!["Desk.Example".into()], None, local);
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
