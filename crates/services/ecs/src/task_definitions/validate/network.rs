//! What the network mode rules out.

use neargate_wire::AwsError;

use super::{Subject, given};
use crate::model::NetworkMode;
use crate::refused::client;

pub(super) fn check(subject: &Subject<'_>) -> Result<(), AwsError> {
    let mode = subject.network_mode;
    let awsvpc = *mode == NetworkMode::Awsvpc;
    for container in subject.containers {
        // Linked containers find each other through Docker's bridge, which the other modes don't have.
        if !given(&container.links).is_empty() && *mode != NetworkMode::Bridge {
            return Err(client(format!("Links are not supported when networkMode={}.", mode.as_str())));
        }
        if !awsvpc {
            continue;
        }
        let unsupported = [
            ("Hostname", container.hostname.as_deref().is_some_and(|name| !name.is_empty())),
            ("Extra hosts", !given(&container.extra_hosts).is_empty()),
            ("DNS servers", !given(&container.dns_servers).is_empty()),
            ("DNS search domains", !given(&container.dns_search_domains).is_empty()),
            ("Disable networking", container.disable_networking == Some(true)),
        ];
        if let Some((setting, _)) = unsupported.iter().find(|(_, used)| *used) {
            return Err(client(format!("{setting} is not supported on container when networkMode=awsvpc.")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Case, accepted, refused};
    use crate::model::{ContainerDefinition, HostEntry, NetworkMode};

    #[test]
    fn an_interface_of_its_own_leaves_a_task_no_say_in_names() {
        let settings: [Case<ContainerDefinition>; 5] = [
            ("Hostname", |c| c.hostname = Some("a".into())),
            ("Extra hosts", |c| c.extra_hosts = Some(vec![HostEntry::default()])),
            ("DNS servers", |c| c.dns_servers = Some(vec!["1.1.1.1".into()])),
            ("DNS search domains", |c| c.dns_search_domains = Some(vec!["a".into()])),
            ("Disable networking", |c| c.disable_networking = Some(true)),
        ];
        for (setting, set) in settings {
            let text = format!("{setting} is not supported on container when networkMode=awsvpc.");
            refused(|d| set(&mut d.containers()[0]), &text);
            accepted(|d| {
                (d.network_mode, d.requires_compatibilities) = (None, None);
                set(&mut d.containers()[0]);
            });
        }
    }

    #[test]
    fn links_need_the_bridge() {
        for mode in [NetworkMode::Awsvpc, NetworkMode::Host, NetworkMode::None] {
            let text = format!("Links are not supported when networkMode={}.", mode.as_str());
            refused(
                |d| {
                    d.requires_compatibilities = None;
                    d.network_mode = Some(mode.clone());
                    let other = ContainerDefinition { name: Some("db".into()), ..d.containers()[0].clone() };
                    d.containers().push(other);
                    d.containers()[0].links = Some(vec!["db".into()]);
                },
                &text,
            );
        }
    }
}
