//! What the operations touch, as policies name it. AWS asks about a group as `log-group:NAME:log-stream:`, which `log-group:NAME:*`
//! covers; only tagging is asked about the group's bare ARN.

use neargate_core::{Arn, Scope};
use neargate_wire::Context;
use neargate_wire::authorize::{Access, Accesses};

use crate::{Logs, model};

/// Guards of operations on a group that the input names.
macro_rules! on_group {
    ($($name:ident: $input:ident, $action:literal, $($member:ident)|+;)*) => {
        $(pub(crate) fn $name<'a>(_: &'a Logs, context: &'a Context, input: &'a model::$input) -> Accesses<'a> {
            let named = None$(.or(input.$member.as_deref()))+;
            now(Access::new($action, group(&context.scope, named, Some(""))))
        })*
    };
}

/// Guards of operations on a stream that the input names.
macro_rules! on_stream {
    ($($name:ident: $input:ident, $action:literal, $($member:ident)|+;)*) => {
        $(pub(crate) fn $name<'a>(_: &'a Logs, context: &'a Context, input: &'a model::$input) -> Accesses<'a> {
            let named = None$(.or(input.$member.as_deref()))+;
            let stream = input.log_stream_name.as_deref().unwrap_or_default();
            now(Access::new($action, group(&context.scope, named, Some(stream))))
        })*
    };
}

/// Guards of operations on the tags of what the input names.
macro_rules! on_tags {
    ($($name:ident: $input:ident, $action:literal, $member:ident;)*) => {
        $(pub(crate) fn $name<'a>(_: &'a Logs, context: &'a Context, input: &'a model::$input) -> Accesses<'a> {
            now(Access::new($action, group(&context.scope, input.$member.as_deref(), None)))
        })*
    };
}

on_group! {
    delete_group: DeleteLogGroupRequest, "logs:DeleteLogGroup", log_group_name;
    put_deletion_protection: PutLogGroupDeletionProtectionRequest, "logs:PutLogGroupDeletionProtection", log_group_identifier;
    put_retention: PutRetentionPolicyRequest, "logs:PutRetentionPolicy", log_group_name;
    delete_retention: DeleteRetentionPolicyRequest, "logs:DeleteRetentionPolicy", log_group_name;
    describe_streams: DescribeLogStreamsRequest, "logs:DescribeLogStreams", log_group_name | log_group_identifier;
    filter_events: FilterLogEventsRequest, "logs:FilterLogEvents", log_group_name | log_group_identifier;
}

on_stream! {
    create_stream: CreateLogStreamRequest, "logs:CreateLogStream", log_group_name;
    delete_stream: DeleteLogStreamRequest, "logs:DeleteLogStream", log_group_name;
    put_events: PutLogEventsRequest, "logs:PutLogEvents", log_group_name;
    get_events: GetLogEventsRequest, "logs:GetLogEvents", log_group_name | log_group_identifier;
}

on_tags! {
    untag_resource: UntagResourceRequest, "logs:UntagResource", resource_arn;
    list_tags_for_resource: ListTagsForResourceRequest, "logs:ListTagsForResource", resource_arn;
    untag_log_group: UntagLogGroupRequest, "logs:UntagLogGroup", log_group_name;
    list_tags_log_group: ListTagsLogGroupRequest, "logs:ListTagsLogGroup", log_group_name;
}

pub(crate) fn create_group<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a model::CreateLogGroupRequest,
) -> Accesses<'a> {
    let tags = input.tags.iter().flatten().map(|(key, value)| (&**key, &**value));
    let resource = group(&context.scope, input.log_group_name.as_deref(), Some(""));
    now(Access::new("logs:CreateLogGroup", resource).with_request_tags(tags))
}

/// A listing: no group in particular.
pub(crate) fn describe_groups<'a>(
    _: &'a Logs,
    context: &'a Context,
    _: &'a model::DescribeLogGroupsRequest,
) -> Accesses<'a> {
    now(Access::new("logs:DescribeLogGroups", group(&context.scope, None, Some(""))))
}

pub(crate) fn tag_resource<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a model::TagResourceRequest,
) -> Accesses<'a> {
    let tags = input.tags.iter().flatten().map(|(key, value)| (&**key, &**value));
    let resource = group(&context.scope, input.resource_arn.as_deref(), None);
    now(Access::new("logs:TagResource", resource).with_request_tags(tags))
}

pub(crate) fn tag_log_group<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a model::TagLogGroupRequest,
) -> Accesses<'a> {
    let tags = input.tags.iter().flatten().map(|(key, value)| (&**key, &**value));
    let resource = group(&context.scope, input.log_group_name.as_deref(), None);
    now(Access::new("logs:TagLogGroup", resource).with_request_tags(tags))
}

fn now<'a>(access: Access) -> Accesses<'a> {
    Box::pin(async move { Ok(vec![access]) })
}

/// The ARN of a group that is named by its name or ARN, and of a stream in it.
pub(crate) fn group(scope: &Scope, named: Option<&str>, stream: Option<&str>) -> String {
    let named = named.unwrap_or_default();
    let arn = match named.starts_with("arn:") {
        true => named.trim_end_matches(":*").to_owned(),
        false => Arn::new("logs", scope, format!("log-group:{named}")).to_string(),
    };
    match stream {
        Some(stream) => format!("{arn}:log-stream:{stream}"),
        None => arn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_streams_are_named_as_policies_expect() {
        let scope =
            Scope { account: "000000000000".parse().expect("an account"), region: Default::default() };
        let arn = "arn:aws:logs:us-east-1:000000000000:log-group:/ecs/web";
        assert_eq!(group(&scope, Some("/ecs/web"), None), arn);
        assert_eq!(group(&scope, Some("/ecs/web"), Some("")), format!("{arn}:log-stream:"));
        assert_eq!(group(&scope, Some(&format!("{arn}:*")), Some("s")), format!("{arn}:log-stream:s"));
    }
}
