//! Listings of what nobody can have here: there is no operation that would make one. Tools ask for them before they delete a user.

use std::sync::Arc;

use neargate_identity::records::User;
use neargate_wire::{AwsError, Context, Service};

use crate::guard::guarded;
use crate::{Iam, model};

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = service.on(model::ListSAMLProviders, iam, saml_providers).on(
        model::ListServerCertificates,
        iam,
        server_certificates,
    );
    guarded!(service, iam,
        ListSigningCertificates: signing_certificates => user(user_name),
        ListSSHPublicKeys: ssh_public_keys => user(user_name),
        ListServiceSpecificCredentials: service_credentials => user(user_name),
    )
}

impl Iam {
    /// A user that is named must be there, even so.
    async fn known(&self, context: &Context, user: Option<String>) -> Result<(), AwsError> {
        if let Some(user) = user {
            self.get::<User>(context, &user).await?;
        }
        Ok(())
    }
}

async fn signing_certificates(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListSigningCertificatesRequest,
) -> Result<model::ListSigningCertificatesResponse, AwsError> {
    iam.known(&context, input.user_name).await?;
    Ok(model::ListSigningCertificatesResponse {
        certificates: Some(Vec::new()),
        is_truncated: Some(false),
        marker: None,
    })
}

async fn ssh_public_keys(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListSSHPublicKeysRequest,
) -> Result<model::ListSSHPublicKeysResponse, AwsError> {
    iam.known(&context, input.user_name).await?;
    Ok(model::ListSSHPublicKeysResponse {
        ssh_public_keys: Some(Vec::new()),
        is_truncated: Some(false),
        marker: None,
    })
}

async fn service_credentials(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListServiceSpecificCredentialsRequest,
) -> Result<model::ListServiceSpecificCredentialsResponse, AwsError> {
    iam.known(&context, input.user_name).await?;
    Ok(model::ListServiceSpecificCredentialsResponse {
        service_specific_credentials: Some(Vec::new()),
        is_truncated: Some(false),
        marker: None,
    })
}

async fn saml_providers(
    _: Arc<Iam>,
    _: Context,
    _: model::ListSAMLProvidersRequest,
) -> Result<model::ListSAMLProvidersResponse, AwsError> {
    Ok(model::ListSAMLProvidersResponse { saml_provider_list: Some(Vec::new()) })
}

async fn server_certificates(
    _: Arc<Iam>,
    _: Context,
    _: model::ListServerCertificatesRequest,
) -> Result<model::ListServerCertificatesResponse, AwsError> {
    Ok(model::ListServerCertificatesResponse {
        server_certificate_metadata_list: Some(Vec::new()),
        is_truncated: Some(false),
        marker: None,
    })
}
