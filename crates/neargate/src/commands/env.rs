//! `neargate env`.

use super::Failure;
use super::output::say;
use crate::client::Client;
use crate::settings::Place;

pub(crate) fn run(place: &Place) -> Result<(), Failure> {
    let client = Client::find(place)?;
    let (access_key_id, secret) = client.root_credentials();
    for (name, value) in [
        ("AWS_ENDPOINT_URL", client.endpoint.as_str()),
        ("AWS_ACCESS_KEY_ID", &access_key_id),
        ("AWS_SECRET_ACCESS_KEY", &secret),
        ("AWS_REGION", &client.region),
        ("AWS_DEFAULT_REGION", &client.region),
    ] {
        say!("export {name}='{}'", value.replace('\'', "'\\''"));
    }
    Ok(())
}
