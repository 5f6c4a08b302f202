//! One request to a receiver: signed, bounded, and to no private address unless it is allowed.

use std::net::IpAddr;

use base64::prelude::{Engine, BASE64_STANDARD};
use ring::hmac;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::Agent;

use super::{Terms, Webhook};

pub(super) struct Sender {
    agent: Agent,
    url: String,
    key: hmac::Key,
}

impl Sender {
    pub fn new(hook: &Webhook, terms: &Terms) -> Self {
        let config = Config::builder()
            .timeout_global(Some(terms.patience))
            .max_redirects(0)
            .http_status_as_error(false)
            .proxy(None)
            .max_response_header_size(16 * 1024)
            .user_agent(concat!("attache/", env!("CARGO_PKG_VERSION")))
            .build();
        let allowed = if hook.private { |_| true } else { terms.is_public };
        let agent = Agent::with_parts(config, DefaultConnector::new(), Allowed(allowed));
        let key = hmac::Key::new(hmac::HMAC_SHA256, &hook.key().unwrap_or_default());
        Self { agent, url: hook.url.clone(), key }
    }

    /// Sends `body`; what went wrong where the answer is none of success. What the answer says is not read.
    pub fn send(&self, id: &str, body: &str, now: i64) -> Result<(), String> {
        let answer = self
            .agent
            .post(&self.url)
            .header("content-type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", now.to_string())
            .header("webhook-signature", signature(&self.key, id, now, body))
            .send(body)
            .map_err(|e| e.to_string())?;
        if answer.status().is_success() {
            return Ok(());
        }
        Err(format!("answered with status {}", answer.status().as_u16()))
    }
}

/// As Standard Webhooks has it: version 1, HMAC-SHA256 of id, time and body.
fn signature(key: &hmac::Key, id: &str, now: i64, body: &str) -> String {
    let sum = hmac::sign(key, format!("{id}.{now}.{body}").as_bytes());
    format!("v1,{}", BASE64_STANDARD.encode(sum.as_ref()))
}

/// Looks names up and keeps only addresses that may be asked: those that are asked are those that were looked at.
#[derive(Debug)]
struct Allowed(fn(IpAddr) -> bool);

impl Resolver for Allowed {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let mut allowed = self.empty();
        for address in found.iter().filter(|a| (self.0)(a.ip())) {
            allowed.push(*address);
        }
        if allowed.is_empty() {
            let refused = "leads to a private address; private = true in the file of webhooks allows it";
            return Err(ureq::Error::Io(std::io::Error::other(refused)));
        }
        Ok(allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_the_standard() {
        // Worked out with openssl: openssl dgst -sha256 -hmac KEY -binary | base64
        let key = hmac::Key::new(hmac::HMAC_SHA256, b"0123456789abcdef0123456789abcdef");
        assert_eq!(
            signature(&key, "msg_1", 1_700_000_000, r#"{"a":1}"#),
            "v1,rkwp5YuvdrMkcu0ZhuMsXoTg44mHAr1Q0+FFgFpXsjY="
        );
    }
}
