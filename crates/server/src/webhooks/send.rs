//! One request to a receiver: signed, bounded, and to no private address unless it is allowed.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use base64::prelude::{Engine, BASE64_STANDARD};
use ring::hmac;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::Agent;

use super::Webhook;

/// How long a receiver may take, from its name to its answer.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Sender {
    agent: Agent,
    url: String,
    key: hmac::Key,
}

impl Sender {
    pub fn new(hook: &Webhook) -> Self {
        let config = Config::builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .http_status_as_error(false)
            .proxy(None)
            .max_response_header_size(16 * 1024)
            .user_agent(concat!("attache/", env!("CARGO_PKG_VERSION")))
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::new(), Public { private: hook.private });
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
struct Public {
    private: bool,
}

impl Resolver for Public {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let mut allowed = self.empty();
        for address in found.iter().filter(|a| self.private || is_public(a.ip())) {
            allowed.push(*address);
        }
        if allowed.is_empty() {
            let refused = "leads to a private address; private = true in the file of webhooks allows it";
            return Err(ureq::Error::Io(std::io::Error::other(refused)));
        }
        Ok(allowed)
    }
}

/// Whether an address is one of the open net.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => match embedded_v4(v6) {
            Some(v4) => is_public_v4(v4),
            // Global unicast, documentation and what is set apart in 2001::/23 left out.
            None => {
                v6.segments()[0] & 0xe000 == 0x2000
                    && !(v6.segments()[0] == 0x2001 && (v6.segments()[1] < 0x200 || v6.segments()[1] == 0xdb8))
            }
        },
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let set_apart = a == 0
        || a >= 240
        || v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_multicast()
        || v4.is_documentation()
        || (a == 100 && b & 0xc0 == 64)
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && b & 0xfe == 18);
    !set_apart
}

/// The address of version 4 inside one of version 6: mapped, translated (64:ff9b::/96) or 6to4.
fn embedded_v4(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    let s = v6.segments();
    let of = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    match s {
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] => Some(of(high, low)),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(of(high, low)),
        [0x2002, high, low, ..] => Some(of(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_known_in_every_disguise() {
        for (address, wanted) in [
            ("93.184.216.34", true),
            ("2606:2800:220:1:248:1893:25c8:1946", true),
            ("127.0.0.1", false),
            ("10.1.2.3", false),
            ("172.16.0.1", false),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("0.0.0.0", false),
            ("255.255.255.255", false),
            ("224.0.0.1", false),
            ("::1", false),
            ("::", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("ff02::1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:8.8.8.8", true),
            ("64:ff9b::a00:1", false),
            ("2002:7f00:1::", false),
            ("2001:db8::1", false),
        ] {
            assert_eq!(is_public(address.parse().expect("an address")), wanted, "{address}");
        }
    }

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
