//! `proxyConfiguration`, as App Mesh's properties say it.

use neargate_task::ProxySpec;

use crate::model::ProxyConfiguration;

/// What is wrong with the properties.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ProxyError {
    #[error("Missing required property '{0}' in ProxyConfiguration.")]
    Missing(&'static str),
    #[error("Either 'IgnoredUID' or 'IgnoredGID' must be set in ProxyConfiguration.")]
    NobodyIgnored,
    #[error("Invalid value '{value}' for property '{property}' in ProxyConfiguration.")]
    Invalid { property: &'static str, value: String },
}

/// Reads the properties. Lists are separated by commas; an empty value is none.
pub(crate) fn spec(given: &ProxyConfiguration) -> Result<ProxySpec, ProxyError> {
    let properties = Properties(given);
    let required = |name| properties.value(name).map(|_| name).ok_or(ProxyError::Missing(name));
    let port = |name| Ok(properties.list(required(name)?, port)?[0]);
    let (ingress_port, egress_port) = (port("ProxyIngressPort")?, port("ProxyEgressPort")?);
    let app_ports = properties.list(required("AppPorts")?, self::port)?;
    let one = |name| Ok(properties.list(name, |id| id.parse().ok())?.first().copied());
    let (ignored_uid, ignored_gid) = (one("IgnoredUID")?, one("IgnoredGID")?);
    if ignored_uid.or(ignored_gid).is_none() {
        return Err(ProxyError::NobodyIgnored);
    }
    Ok(ProxySpec {
        ingress_port,
        egress_port,
        app_ports,
        ignored_uid,
        ignored_gid,
        egress_ignored_ports: properties.list("EgressIgnoredPorts", self::port)?,
        egress_ignored_ips: properties.list("EgressIgnoredIPs", block)?,
    })
}

struct Properties<'a>(&'a ProxyConfiguration);

impl Properties<'_> {
    fn value(&self, wanted: &str) -> Option<&str> {
        let mut named =
            self.0.properties.iter().flatten().filter(|property| property.name.as_deref() == Some(wanted));
        named.next().and_then(|property| property.value.as_deref()).filter(|value| !value.trim().is_empty())
    }

    fn list<T>(
        &self,
        property: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, ProxyError> {
        let value = self.value(property).unwrap_or_default();
        let parts = value.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts
            .map(read)
            .collect::<Option<Vec<_>>>()
            .filter(|list| value.is_empty() || !list.is_empty())
            .ok_or_else(|| ProxyError::Invalid { property, value: value.to_owned() })
    }
}

fn port(text: &str) -> Option<u16> {
    text.parse().ok().filter(|port| *port > 0)
}

/// An address of IPv4, or a block of them.
fn block(text: &str) -> Option<String> {
    let (address, length) = text.split_once('/').unwrap_or((text, "32"));
    let length: u8 = length.parse().ok().filter(|length| *length <= 32)?;
    let address: std::net::Ipv4Addr = address.parse().ok()?;
    Some(format!("{address}/{length}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::KeyValuePair;

    fn read(properties: &[(&str, &str)]) -> Result<ProxySpec, ProxyError> {
        let pair = |(name, value): &(&str, &str)| KeyValuePair {
            name: Some((*name).to_owned()),
            value: Some((*value).to_owned()),
        };
        spec(&ProxyConfiguration {
            properties: Some(properties.iter().map(pair).collect()),
            ..ProxyConfiguration::default()
        })
    }

    const PORTS: [(&str, &str); 3] =
        [("ProxyIngressPort", "15000"), ("ProxyEgressPort", "15001"), ("AppPorts", "9080, 9081")];

    #[test]
    fn lists_are_separated_by_commas_and_may_be_empty() {
        let more = [
            ("IgnoredUID", "1337"),
            ("IgnoredGID", ""),
            ("EgressIgnoredIPs", "169.254.170.2,10.0.0.0/8"),
            ("EgressIgnoredPorts", ""),
        ];
        let expected = ProxySpec {
            ingress_port: 15000,
            egress_port: 15001,
            app_ports: vec![9080, 9081],
            ignored_uid: Some(1337),
            ignored_gid: None,
            egress_ignored_ports: Vec::new(),
            egress_ignored_ips: vec!["169.254.170.2/32".to_owned(), "10.0.0.0/8".to_owned()],
        };
        assert_eq!(read(&[&PORTS[..], &more].concat()), Ok(expected));
    }

    #[test]
    fn what_cannot_be_meant_is_named() {
        let with = |name: &'static str, value: &'static str| {
            read(&[&[(name, value)], &PORTS[..], &[("IgnoredGID", "1")]].concat()).unwrap_err().to_string()
        };
        assert_eq!(read(&PORTS), Err(ProxyError::NobodyIgnored));
        assert_eq!(read(&PORTS[1..]), Err(ProxyError::Missing("ProxyIngressPort")));
        let invalid = |value, property| {
            format!("Invalid value '{value}' for property '{property}' in ProxyConfiguration.")
        };
        for (name, value) in [
            ("AppPorts", "0"),
            ("AppPorts", ","),
            ("ProxyEgressPort", "70000"),
            ("IgnoredUID", "envoy"),
            ("EgressIgnoredIPs", "localhost"),
            ("EgressIgnoredIPs", "10.0.0.0/33"),
        ] {
            assert_eq!(with(name, value), invalid(value, name));
        }
    }
}
