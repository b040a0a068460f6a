//! Logins that `docker login`, skopeo and buildah keep in `config.json`.

use std::collections::HashMap;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

#[derive(Deserialize)]
struct Config {
    #[serde(default)]
    auths: HashMap<String, Login>,
}

#[derive(Deserialize)]
struct Login {
    auth: Option<String>,
}

/// User name and password for the registry of an image, if there is a login.
pub(crate) fn login_for(reference: &str) -> Option<(String, String)> {
    let bytes = std::fs::read(path()?).ok()?;
    let config: Config = serde_json::from_slice(&bytes).ok()?;
    login(&config, registry(reference))
}

fn path() -> Option<PathBuf> {
    let directory = match std::env::var_os("DOCKER_CONFIG") {
        Some(directory) => PathBuf::from(directory),
        None => PathBuf::from(std::env::var_os("HOME")?).join(".docker"),
    };
    Some(directory.join("config.json"))
}

/// The first part is a registry when it looks like a host.
fn registry(reference: &str) -> &str {
    match reference.split_once('/') {
        Some((host, _)) if host.contains(['.', ':']) || host == "localhost" => host,
        _ => "https://index.docker.io/v1/",
    }
}

fn login(config: &Config, registry: &str) -> Option<(String, String)> {
    let decoded = STANDARD.decode(config.auths.get(registry)?.auth.as_ref()?).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    let (username, password) = text.split_once(':')?;
    Some((username.to_owned(), password.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_found_by_registry() {
        let text = r#"{"auths":{"localhost:5000":{"auth":"dXNlcjpwYTpzcw=="},"x.example":{}}}"#;
        let config: Config = serde_json::from_str(text).unwrap();
        let found = login(&config, registry("localhost:5000/app:1"));
        assert_eq!(found, Some(("user".to_owned(), "pa:ss".to_owned())));
        assert_eq!(login(&config, registry("x.example/app")), None);
        assert_eq!(registry("nginx"), "https://index.docker.io/v1/");
    }
}
