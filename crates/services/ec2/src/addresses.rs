//! Which addresses of a subnet are taken.
//!
//! Addresses are given out in turn, so that one that came free rests before it is used again: neighbours may still know its last owner.

use std::borrow::Cow;
use std::net::Ipv4Addr;

use neargate_core::Scope;
use neargate_store::{Expect, ReadRecords as _, Reader, Record, WriteRecords as _, Writer};
use neargate_wire::AwsError;
use serde::{Deserialize, Serialize};

use crate::Refused;
use crate::network::Subnet;

/// An address in use. Its presence is the claim.
#[derive(Debug, Serialize, Deserialize)]
struct Taken {
    subnet_id: String,
    address: Ipv4Addr,
}

impl Record for Taken {
    const SERVICE: &'static str = "ec2";
    const KIND: &'static str = "address";

    fn id(&self) -> Cow<'_, str> {
        taken_id(&self.subnet_id, self.address).into()
    }
}

fn taken_id(subnet_id: &str, address: Ipv4Addr) -> String {
    format!("{subnet_id}/{:08x}", u32::from(address))
}

/// How far a subnet's addresses were given out, and how many are in use.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Usage {
    subnet_id: String,
    last: u32,
    taken: u32,
}

impl Record for Usage {
    const SERVICE: &'static str = "ec2";
    const KIND: &'static str = "subnet-usage";

    fn id(&self) -> Cow<'_, str> {
        self.subnet_id.as_str().into()
    }
}

fn usage(reader: &mut dyn Reader, scope: &Scope, subnet: &Subnet) -> Result<Usage, Refused> {
    let stored =
        reader.get_record::<Usage>(scope.account.as_str(), scope.region.as_str(), &subnet.subnet_id)?;
    Ok(stored.map_or_else(
        || Usage { subnet_id: subnet.subnet_id.clone(), ..Usage::default() },
        |stored| stored.value,
    ))
}

/// How many addresses are free.
pub(crate) fn available(reader: &mut dyn Reader, scope: &Scope, subnet: &Subnet) -> Result<i64, Refused> {
    let taken = usage(reader, scope, subnet)?.taken;
    Ok(subnet.usable().count() as i64 - i64::from(taken))
}

/// Takes `wanted`, or the next free address.
pub(crate) fn take(
    writer: &mut dyn Writer,
    scope: &Scope,
    subnet: &Subnet,
    wanted: Option<Ipv4Addr>,
) -> Result<Ipv4Addr, Refused> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let mut usage = usage(as_reader(writer), scope, subnet)?;
    let usable = subnet.usable();
    let free = |writer: &mut dyn Writer, address: u32| -> Result<bool, Refused> {
        let id = taken_id(&subnet.subnet_id, Ipv4Addr::from(address));
        Ok(writer.get_record::<Taken>(account, region, &id)?.is_none())
    };
    let address = match wanted.map(u32::from) {
        Some(address) if !usable.contains(&address) => {
            return Err(AwsError::client(
                "InvalidParameterValue",
                "Address does not fall within the subnet's address range",
            )
            .into());
        }
        Some(address) if !free(writer, address)? => {
            return Err(AwsError::client(
                "InvalidIPAddress.InUse",
                format!("Address {} is in use.", Ipv4Addr::from(address)),
            )
            .into());
        }
        Some(address) => address,
        None => {
            let full = usage.taken as usize >= usable.clone().count();
            let mut next = usage.last;
            loop {
                next = if usable.contains(&(next + 1)) { next + 1 } else { *usable.start() };
                if full {
                    return Err(AwsError::client(
                        "InsufficientFreeAddressesInSubnet",
                        format!(
                            "There are not enough free addresses in subnet '{}' to satisfy the request.",
                            subnet.subnet_id
                        ),
                    )
                    .into());
                }
                if free(writer, next)? {
                    break next;
                }
            }
        }
    };
    usage.last = address;
    usage.taken += 1;
    let taken = Taken { subnet_id: subnet.subnet_id.clone(), address: Ipv4Addr::from(address) };
    writer.put_record(account, region, &taken, Expect::Absent)?;
    writer.put_record(account, region, &usage, Expect::Any)?;
    Ok(taken.address)
}

/// Gives an address back.
pub(crate) fn release(
    writer: &mut dyn Writer,
    scope: &Scope,
    subnet: &Subnet,
    address: Ipv4Addr,
) -> Result<(), Refused> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let id = taken_id(&subnet.subnet_id, address);
    if writer.delete_record::<Taken>(account, region, &id, Expect::Any)? {
        let mut usage = usage(as_reader(writer), scope, subnet)?;
        usage.taken = usage.taken.saturating_sub(1);
        writer.put_record(account, region, &usage, Expect::Any)?;
    }
    Ok(())
}

fn as_reader(writer: &mut dyn Writer) -> &mut dyn Reader {
    writer
}
