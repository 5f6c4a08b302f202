//! Which addresses may be asked: none of this machine's or this network's own, unless somebody names the host.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// What a refused address is called in messages.
pub(crate) const PRIVATE: &str =
    "the host is an address of this machine or network; to allow it, name the host under allow_private in sources.toml";

/// Whether `address` is one that anybody on the net can reach.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(a) => is_public_v4(a),
        IpAddr::V6(a) => {
            let s = a.segments();
            let inside = match (a.to_ipv4_mapped(), s) {
                (Some(v4), _) => Some(v4),
                // NAT64, 6to4: an IPv4 address in disguise.
                (_, [0x64, 0xff9b, 0, 0, 0, 0, hi, lo]) | (_, [0x2002, hi, lo, ..]) => Some(v4(hi, lo)),
                _ => None,
            };
            match inside {
                Some(v4) => is_public_v4(v4),
                // Global unicast, without documentation and Teredo.
                None => (s[0] & 0xe000) == 0x2000 && !(s[0] == 0x2001 && (s[1] == 0x0db8 || s[1] < 0x0200)),
            }
        }
    }
}

fn v4(hi: u16, lo: u16) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(hi) << 16 | u32::from(lo))
}

fn is_public_v4(a: Ipv4Addr) -> bool {
    let [x, y, z, _] = a.octets();
    let shared = x == 100 && (64..128).contains(&y);
    let special = x == 0 || x >= 240 || (x == 192 && y == 0 && z == 0) || (x == 198 && (y == 18 || y == 19));
    !(a.is_private()
        || a.is_loopback()
        || a.is_link_local()
        || a.is_multicast()
        || a.is_documentation()
        || shared
        || special)
}

/// Looks names up and leaves out what must not be asked. What it gives is what is connected to, so that no second look-up
/// can give another answer.
#[derive(Debug)]
pub(crate) struct Guarded {
    pub allowed: Vec<String>,
    pub inner: DefaultResolver,
}

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_ascii_lowercase();
        if self.allowed.contains(&host) {
            return Ok(found);
        }
        let mut kept = self.empty();
        for address in found.iter().filter(|a: &&SocketAddr| is_public(a.ip())) {
            kept.push(*address);
        }
        if kept.is_empty() {
            return Err(ureq::Error::Io(std::io::Error::new(std::io::ErrorKind::PermissionDenied, PRIVATE)));
        }
        Ok(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_open_net_are_public() {
        for (address, wanted) in [
            ("93.184.215.14", true),
            ("127.0.0.1", false),
            ("10.1.2.3", false),
            ("172.31.0.1", false),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("0.0.0.0", false),
            ("224.0.0.1", false),
            ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", true),
            ("::1", false),
            ("::", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:93.184.215.14", true),
            ("64:ff9b::7f00:1", false),
            ("2002:7f00:1::", false),
            ("::127.0.0.1", false),
            ("::8.8.8.8", false),
            ("255.255.255.255", false),
            ("ff02::1", false),
            ("2001:db8::1", false),
            ("64:ff9b::808:808", true),
            ("64:ff9b:1::808:808", false),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), wanted, "{address}");
        }
    }
}
