//! `SerialNumber` and `TokenCode`: a second factor, shown together with the request.

use neargate_core::Timestamp;
use neargate_identity::NotShown;
use neargate_wire::{AwsError, Context};

use crate::{Sts, denied, failed};

/// When a code was shown, if one was.
pub(crate) async fn shown(
    sts: &Sts,
    context: &Context,
    serial: Option<&str>,
    code: Option<&str>,
) -> Result<Option<Timestamp>, AwsError> {
    let (serial, code) = match (serial, code) {
        (None, None) => return Ok(None),
        (Some(serial), Some(code)) => (serial, code),
        _ => {
            let text = "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.";
            return Err(denied(text));
        }
    };
    let shown = sts.identity.show_second_factor(context.durability, &context.principal, serial, code).await;
    shown.map(Some).map_err(|not| match not {
        NotShown::NoDevice => denied(
            "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and \
             associated with this user.",
        ),
        NotShown::Code => denied("MultiFactorAuthentication failed with invalid MFA one time pass code. "),
        NotShown::Store(error) => failed(error),
    })
}
