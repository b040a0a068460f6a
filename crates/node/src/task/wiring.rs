//! A task gets its place in its VPC: the interface, and what its connections are told by its proxy.

use std::net::Ipv4Addr;

use neargate_core::Region;
use neargate_net::{Interface, NetnsTarget, Redirection, SubnetSpec, VpcSpec};
use neargate_task::{InterfaceSpec, ProxySpec, TaskSpec};

use crate::agent::Shared;

impl Shared {
    /// Wires the interface into the namespace of a shim; says where the host reaches it.
    pub(super) async fn attach(&self, spec: &TaskSpec, shim_pid: i32) -> Result<Ipv4Addr, AttachError> {
        let pid = shim_pid.unsigned_abs();
        let interface = interface(&spec.interface, &spec.scope.region)?;
        let attached = self.network.attach(&interface, NetnsTarget::Pid(pid)).await?;
        if let Some(proxy) = &spec.proxy {
            let redirection = redirection(proxy)?;
            tokio::task::spawn_blocking(move || neargate_net::redirect(pid, &redirection))
                .await
                .map_err(|_| AttachError::Abandoned)??;
        }
        Ok(attached.host_reachable_at)
    }
}

#[derive(Debug, thiserror::Error)]
pub(super) enum AttachError {
    #[error("interface {0} is described wrongly")]
    Malformed(String),
    #[error("proxy {0} is described wrongly")]
    MalformedProxy(String),
    #[error("failed to attach network interface: {0}")]
    Network(#[from] neargate_net::Error),
    #[error("setting up the proxy was given up")]
    Abandoned,
}

fn redirection(proxy: &ProxySpec) -> Result<Redirection, AttachError> {
    let ignored = proxy.egress_ignored_ips.iter();
    let block = |text: &String| text.parse().map_err(|_| AttachError::MalformedProxy(text.clone()));
    Ok(Redirection {
        ingress_port: proxy.ingress_port,
        egress_port: proxy.egress_port,
        app_ports: proxy.app_ports.clone(),
        ignored_uid: proxy.ignored_uid,
        ignored_gid: proxy.ignored_gid,
        egress_ignored_ports: proxy.egress_ignored_ports.clone(),
        egress_ignored: ignored.map(block).collect::<Result<_, _>>()?,
    })
}

fn interface(spec: &InterfaceSpec, region: &Region) -> Result<Interface, AttachError> {
    let malformed = || AttachError::Malformed(spec.network_interface_id.clone());
    Ok(Interface {
        eni_id: spec.network_interface_id.clone(),
        vpc: VpcSpec {
            vpc_id: spec.vpc_id.clone(),
            cidr: spec.vpc_cidr.parse().map_err(|_| malformed())?,
            region: region.to_string(),
        },
        subnet: SubnetSpec {
            subnet_id: spec.subnet_id.clone(),
            cidr: spec.subnet_cidr.parse().map_err(|_| malformed())?,
        },
        private_ip: spec.private_ip,
        mac: parse_mac(&spec.mac).ok_or_else(malformed)?,
        public: spec.public,
    })
}

fn parse_mac(text: &str) -> Option<[u8; 6]> {
    let mut mac = [0; 6];
    let mut octets = text.split(':');
    for byte in &mut mac {
        *byte = u8::from_str_radix(octets.next()?, 16).ok()?;
    }
    octets.next().is_none().then_some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macs_have_six_octets() {
        assert_eq!(parse_mac("0e:00:0a:ff:01:02"), Some([0x0e, 0, 0x0a, 0xff, 1, 2]));
        for bad in ["", "0e:00", "0e:00:0a:ff:01:02:03", "0e:00:0a:ff:01:xx"] {
            assert_eq!(parse_mac(bad), None, "{bad}");
        }
    }
}
