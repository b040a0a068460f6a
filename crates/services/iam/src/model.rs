//! Shapes of AWS Identity and Access Management (2010-05-08). Written by tools/shapes.py: don't edit.

#![allow(clippy::all, unused_imports, unused_variables)]

use std::collections::BTreeMap;

use neargate_wire::{
    Blob, Constraint, Each, Model, Operation, Protocol, Rule, Time, Validate, Violations, string_enum,
};
use serde::{Deserialize, Serialize};

pub const MODEL: Model = Model {
    endpoint_prefix: "iam",
    signing_name: "iam",
    api_version: "2010-05-08",
    target_prefix: "",
    json_version: "",
    xml_namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
    protocol: Protocol::Query,
    capital_messages: &[],
    operations: &[
        "AcceptDelegationRequest",
        "AddClientIDToOpenIDConnectProvider",
        "AddRoleToInstanceProfile",
        "AddUserToGroup",
        "AssociateDelegationRequest",
        "AttachGroupPolicy",
        "AttachRolePolicy",
        "AttachUserPolicy",
        "ChangePassword",
        "CreateAccessKey",
        "CreateAccountAlias",
        "CreateDelegationRequest",
        "CreateGroup",
        "CreateInstanceProfile",
        "CreateLoginProfile",
        "CreateOpenIDConnectProvider",
        "CreatePolicy",
        "CreatePolicyVersion",
        "CreateRole",
        "CreateSAMLProvider",
        "CreateServiceLinkedRole",
        "CreateServiceSpecificCredential",
        "CreateUser",
        "CreateVirtualMFADevice",
        "DeactivateMFADevice",
        "DeleteAccessKey",
        "DeleteAccountAlias",
        "DeleteAccountPasswordPolicy",
        "DeleteGroup",
        "DeleteGroupPolicy",
        "DeleteInstanceProfile",
        "DeleteLoginProfile",
        "DeleteOpenIDConnectProvider",
        "DeletePolicy",
        "DeletePolicyVersion",
        "DeleteRole",
        "DeleteRolePermissionsBoundary",
        "DeleteRolePolicy",
        "DeleteSAMLProvider",
        "DeleteSSHPublicKey",
        "DeleteServerCertificate",
        "DeleteServiceLinkedRole",
        "DeleteServiceSpecificCredential",
        "DeleteSigningCertificate",
        "DeleteUser",
        "DeleteUserPermissionsBoundary",
        "DeleteUserPolicy",
        "DeleteVirtualMFADevice",
        "DetachGroupPolicy",
        "DetachRolePolicy",
        "DetachUserPolicy",
        "DisableOrganizationsRootCredentialsManagement",
        "DisableOrganizationsRootSessions",
        "DisableOutboundWebIdentityFederation",
        "EnableMFADevice",
        "EnableOrganizationsRootCredentialsManagement",
        "EnableOrganizationsRootSessions",
        "EnableOutboundWebIdentityFederation",
        "GenerateCredentialReport",
        "GenerateOrganizationsAccessReport",
        "GenerateServiceLastAccessedDetails",
        "GetAccessKeyLastUsed",
        "GetAccountAuthorizationDetails",
        "GetAccountPasswordPolicy",
        "GetAccountSummary",
        "GetContextKeysForCustomPolicy",
        "GetContextKeysForPrincipalPolicy",
        "GetCredentialReport",
        "GetDelegationRequest",
        "GetGroup",
        "GetGroupPolicy",
        "GetHumanReadableSummary",
        "GetInstanceProfile",
        "GetLoginProfile",
        "GetMFADevice",
        "GetOpenIDConnectProvider",
        "GetOrganizationsAccessReport",
        "GetOutboundWebIdentityFederationInfo",
        "GetPolicy",
        "GetPolicyVersion",
        "GetRole",
        "GetRolePolicy",
        "GetSAMLProvider",
        "GetSSHPublicKey",
        "GetServerCertificate",
        "GetServiceLastAccessedDetails",
        "GetServiceLastAccessedDetailsWithEntities",
        "GetServiceLinkedRoleDeletionStatus",
        "GetUser",
        "GetUserPolicy",
        "ListAccessKeys",
        "ListAccountAliases",
        "ListAttachedGroupPolicies",
        "ListAttachedRolePolicies",
        "ListAttachedUserPolicies",
        "ListDelegationRequests",
        "ListEntitiesForPolicy",
        "ListGroupPolicies",
        "ListGroups",
        "ListGroupsForUser",
        "ListInstanceProfileTags",
        "ListInstanceProfiles",
        "ListInstanceProfilesForRole",
        "ListMFADeviceTags",
        "ListMFADevices",
        "ListOpenIDConnectProviderTags",
        "ListOpenIDConnectProviders",
        "ListOrganizationsFeatures",
        "ListPolicies",
        "ListPoliciesGrantingServiceAccess",
        "ListPolicyTags",
        "ListPolicyVersions",
        "ListRolePolicies",
        "ListRoleTags",
        "ListRoles",
        "ListSAMLProviderTags",
        "ListSAMLProviders",
        "ListSSHPublicKeys",
        "ListServerCertificateTags",
        "ListServerCertificates",
        "ListServiceSpecificCredentials",
        "ListSigningCertificates",
        "ListUserPolicies",
        "ListUserTags",
        "ListUsers",
        "ListVirtualMFADevices",
        "PutGroupPolicy",
        "PutRolePermissionsBoundary",
        "PutRolePolicy",
        "PutUserPermissionsBoundary",
        "PutUserPolicy",
        "RejectDelegationRequest",
        "RemoveClientIDFromOpenIDConnectProvider",
        "RemoveRoleFromInstanceProfile",
        "RemoveUserFromGroup",
        "ResetServiceSpecificCredential",
        "ResyncMFADevice",
        "SendDelegationToken",
        "SetDefaultPolicyVersion",
        "SetSecurityTokenServicePreferences",
        "SimulateCustomPolicy",
        "SimulatePrincipalPolicy",
        "TagInstanceProfile",
        "TagMFADevice",
        "TagOpenIDConnectProvider",
        "TagPolicy",
        "TagRole",
        "TagSAMLProvider",
        "TagServerCertificate",
        "TagUser",
        "UntagInstanceProfile",
        "UntagMFADevice",
        "UntagOpenIDConnectProvider",
        "UntagPolicy",
        "UntagRole",
        "UntagSAMLProvider",
        "UntagServerCertificate",
        "UntagUser",
        "UpdateAccessKey",
        "UpdateAccountPasswordPolicy",
        "UpdateAssumeRolePolicy",
        "UpdateDelegationRequest",
        "UpdateGroup",
        "UpdateLoginProfile",
        "UpdateOpenIDConnectProviderThumbprint",
        "UpdateRole",
        "UpdateRoleDescription",
        "UpdateSAMLProvider",
        "UpdateSSHPublicKey",
        "UpdateServerCertificate",
        "UpdateServiceSpecificCredential",
        "UpdateSigningCertificate",
        "UpdateUser",
        "UploadSSHPublicKey",
        "UploadServerCertificate",
        "UploadSigningCertificate",
    ],
};

pub struct CreateUser;

impl Operation for CreateUser {
    const NAME: &'static str = "CreateUser";
    const RESULT_WRAPPER: &'static str = "CreateUserResult";
    type Input = CreateUserRequest;
    type Output = CreateUserResponse;
}

pub struct GetUser;

impl Operation for GetUser {
    const NAME: &'static str = "GetUser";
    const RESULT_WRAPPER: &'static str = "GetUserResult";
    type Input = GetUserRequest;
    type Output = GetUserResponse;
}

pub struct ListUsers;

impl Operation for ListUsers {
    const NAME: &'static str = "ListUsers";
    const RESULT_WRAPPER: &'static str = "ListUsersResult";
    type Input = ListUsersRequest;
    type Output = ListUsersResponse;
}

pub struct UpdateUser;

impl Operation for UpdateUser {
    const NAME: &'static str = "UpdateUser";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateUserRequest;
    type Output = ();
}

pub struct DeleteUser;

impl Operation for DeleteUser {
    const NAME: &'static str = "DeleteUser";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteUserRequest;
    type Output = ();
}

pub struct TagUser;

impl Operation for TagUser {
    const NAME: &'static str = "TagUser";
    const RESULT_WRAPPER: &'static str = "";
    type Input = TagUserRequest;
    type Output = ();
}

pub struct UntagUser;

impl Operation for UntagUser {
    const NAME: &'static str = "UntagUser";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UntagUserRequest;
    type Output = ();
}

pub struct ListUserTags;

impl Operation for ListUserTags {
    const NAME: &'static str = "ListUserTags";
    const RESULT_WRAPPER: &'static str = "ListUserTagsResult";
    type Input = ListUserTagsRequest;
    type Output = ListUserTagsResponse;
}

pub struct PutUserPermissionsBoundary;

impl Operation for PutUserPermissionsBoundary {
    const NAME: &'static str = "PutUserPermissionsBoundary";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutUserPermissionsBoundaryRequest;
    type Output = ();
}

pub struct DeleteUserPermissionsBoundary;

impl Operation for DeleteUserPermissionsBoundary {
    const NAME: &'static str = "DeleteUserPermissionsBoundary";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteUserPermissionsBoundaryRequest;
    type Output = ();
}

pub struct CreateLoginProfile;

impl Operation for CreateLoginProfile {
    const NAME: &'static str = "CreateLoginProfile";
    const RESULT_WRAPPER: &'static str = "CreateLoginProfileResult";
    type Input = CreateLoginProfileRequest;
    type Output = CreateLoginProfileResponse;
}

pub struct GetLoginProfile;

impl Operation for GetLoginProfile {
    const NAME: &'static str = "GetLoginProfile";
    const RESULT_WRAPPER: &'static str = "GetLoginProfileResult";
    type Input = GetLoginProfileRequest;
    type Output = GetLoginProfileResponse;
}

pub struct UpdateLoginProfile;

impl Operation for UpdateLoginProfile {
    const NAME: &'static str = "UpdateLoginProfile";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateLoginProfileRequest;
    type Output = ();
}

pub struct DeleteLoginProfile;

impl Operation for DeleteLoginProfile {
    const NAME: &'static str = "DeleteLoginProfile";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteLoginProfileRequest;
    type Output = ();
}

pub struct CreateAccessKey;

impl Operation for CreateAccessKey {
    const NAME: &'static str = "CreateAccessKey";
    const RESULT_WRAPPER: &'static str = "CreateAccessKeyResult";
    type Input = CreateAccessKeyRequest;
    type Output = CreateAccessKeyResponse;
}

pub struct ListAccessKeys;

impl Operation for ListAccessKeys {
    const NAME: &'static str = "ListAccessKeys";
    const RESULT_WRAPPER: &'static str = "ListAccessKeysResult";
    type Input = ListAccessKeysRequest;
    type Output = ListAccessKeysResponse;
}

pub struct UpdateAccessKey;

impl Operation for UpdateAccessKey {
    const NAME: &'static str = "UpdateAccessKey";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateAccessKeyRequest;
    type Output = ();
}

pub struct DeleteAccessKey;

impl Operation for DeleteAccessKey {
    const NAME: &'static str = "DeleteAccessKey";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteAccessKeyRequest;
    type Output = ();
}

pub struct GetAccessKeyLastUsed;

impl Operation for GetAccessKeyLastUsed {
    const NAME: &'static str = "GetAccessKeyLastUsed";
    const RESULT_WRAPPER: &'static str = "GetAccessKeyLastUsedResult";
    type Input = GetAccessKeyLastUsedRequest;
    type Output = GetAccessKeyLastUsedResponse;
}

pub struct CreateGroup;

impl Operation for CreateGroup {
    const NAME: &'static str = "CreateGroup";
    const RESULT_WRAPPER: &'static str = "CreateGroupResult";
    type Input = CreateGroupRequest;
    type Output = CreateGroupResponse;
}

pub struct GetGroup;

impl Operation for GetGroup {
    const NAME: &'static str = "GetGroup";
    const RESULT_WRAPPER: &'static str = "GetGroupResult";
    type Input = GetGroupRequest;
    type Output = GetGroupResponse;
}

pub struct ListGroups;

impl Operation for ListGroups {
    const NAME: &'static str = "ListGroups";
    const RESULT_WRAPPER: &'static str = "ListGroupsResult";
    type Input = ListGroupsRequest;
    type Output = ListGroupsResponse;
}

pub struct UpdateGroup;

impl Operation for UpdateGroup {
    const NAME: &'static str = "UpdateGroup";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateGroupRequest;
    type Output = ();
}

pub struct DeleteGroup;

impl Operation for DeleteGroup {
    const NAME: &'static str = "DeleteGroup";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteGroupRequest;
    type Output = ();
}

pub struct AddUserToGroup;

impl Operation for AddUserToGroup {
    const NAME: &'static str = "AddUserToGroup";
    const RESULT_WRAPPER: &'static str = "";
    type Input = AddUserToGroupRequest;
    type Output = ();
}

pub struct RemoveUserFromGroup;

impl Operation for RemoveUserFromGroup {
    const NAME: &'static str = "RemoveUserFromGroup";
    const RESULT_WRAPPER: &'static str = "";
    type Input = RemoveUserFromGroupRequest;
    type Output = ();
}

pub struct ListGroupsForUser;

impl Operation for ListGroupsForUser {
    const NAME: &'static str = "ListGroupsForUser";
    const RESULT_WRAPPER: &'static str = "ListGroupsForUserResult";
    type Input = ListGroupsForUserRequest;
    type Output = ListGroupsForUserResponse;
}

pub struct CreateRole;

impl Operation for CreateRole {
    const NAME: &'static str = "CreateRole";
    const RESULT_WRAPPER: &'static str = "CreateRoleResult";
    type Input = CreateRoleRequest;
    type Output = CreateRoleResponse;
}

pub struct GetRole;

impl Operation for GetRole {
    const NAME: &'static str = "GetRole";
    const RESULT_WRAPPER: &'static str = "GetRoleResult";
    type Input = GetRoleRequest;
    type Output = GetRoleResponse;
}

pub struct ListRoles;

impl Operation for ListRoles {
    const NAME: &'static str = "ListRoles";
    const RESULT_WRAPPER: &'static str = "ListRolesResult";
    type Input = ListRolesRequest;
    type Output = ListRolesResponse;
}

pub struct UpdateRole;

impl Operation for UpdateRole {
    const NAME: &'static str = "UpdateRole";
    const RESULT_WRAPPER: &'static str = "UpdateRoleResult";
    type Input = UpdateRoleRequest;
    type Output = UpdateRoleResponse;
}

pub struct UpdateRoleDescription;

impl Operation for UpdateRoleDescription {
    const NAME: &'static str = "UpdateRoleDescription";
    const RESULT_WRAPPER: &'static str = "UpdateRoleDescriptionResult";
    type Input = UpdateRoleDescriptionRequest;
    type Output = UpdateRoleDescriptionResponse;
}

pub struct DeleteRole;

impl Operation for DeleteRole {
    const NAME: &'static str = "DeleteRole";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteRoleRequest;
    type Output = ();
}

pub struct UpdateAssumeRolePolicy;

impl Operation for UpdateAssumeRolePolicy {
    const NAME: &'static str = "UpdateAssumeRolePolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateAssumeRolePolicyRequest;
    type Output = ();
}

pub struct TagRole;

impl Operation for TagRole {
    const NAME: &'static str = "TagRole";
    const RESULT_WRAPPER: &'static str = "";
    type Input = TagRoleRequest;
    type Output = ();
}

pub struct UntagRole;

impl Operation for UntagRole {
    const NAME: &'static str = "UntagRole";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UntagRoleRequest;
    type Output = ();
}

pub struct ListRoleTags;

impl Operation for ListRoleTags {
    const NAME: &'static str = "ListRoleTags";
    const RESULT_WRAPPER: &'static str = "ListRoleTagsResult";
    type Input = ListRoleTagsRequest;
    type Output = ListRoleTagsResponse;
}

pub struct PutRolePermissionsBoundary;

impl Operation for PutRolePermissionsBoundary {
    const NAME: &'static str = "PutRolePermissionsBoundary";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutRolePermissionsBoundaryRequest;
    type Output = ();
}

pub struct DeleteRolePermissionsBoundary;

impl Operation for DeleteRolePermissionsBoundary {
    const NAME: &'static str = "DeleteRolePermissionsBoundary";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteRolePermissionsBoundaryRequest;
    type Output = ();
}

pub struct CreateServiceLinkedRole;

impl Operation for CreateServiceLinkedRole {
    const NAME: &'static str = "CreateServiceLinkedRole";
    const RESULT_WRAPPER: &'static str = "CreateServiceLinkedRoleResult";
    type Input = CreateServiceLinkedRoleRequest;
    type Output = CreateServiceLinkedRoleResponse;
}

pub struct DeleteServiceLinkedRole;

impl Operation for DeleteServiceLinkedRole {
    const NAME: &'static str = "DeleteServiceLinkedRole";
    const RESULT_WRAPPER: &'static str = "DeleteServiceLinkedRoleResult";
    type Input = DeleteServiceLinkedRoleRequest;
    type Output = DeleteServiceLinkedRoleResponse;
}

pub struct GetServiceLinkedRoleDeletionStatus;

impl Operation for GetServiceLinkedRoleDeletionStatus {
    const NAME: &'static str = "GetServiceLinkedRoleDeletionStatus";
    const RESULT_WRAPPER: &'static str = "GetServiceLinkedRoleDeletionStatusResult";
    type Input = GetServiceLinkedRoleDeletionStatusRequest;
    type Output = GetServiceLinkedRoleDeletionStatusResponse;
}

pub struct PutUserPolicy;

impl Operation for PutUserPolicy {
    const NAME: &'static str = "PutUserPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutUserPolicyRequest;
    type Output = ();
}

pub struct GetUserPolicy;

impl Operation for GetUserPolicy {
    const NAME: &'static str = "GetUserPolicy";
    const RESULT_WRAPPER: &'static str = "GetUserPolicyResult";
    type Input = GetUserPolicyRequest;
    type Output = GetUserPolicyResponse;
}

pub struct DeleteUserPolicy;

impl Operation for DeleteUserPolicy {
    const NAME: &'static str = "DeleteUserPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteUserPolicyRequest;
    type Output = ();
}

pub struct ListUserPolicies;

impl Operation for ListUserPolicies {
    const NAME: &'static str = "ListUserPolicies";
    const RESULT_WRAPPER: &'static str = "ListUserPoliciesResult";
    type Input = ListUserPoliciesRequest;
    type Output = ListUserPoliciesResponse;
}

pub struct PutRolePolicy;

impl Operation for PutRolePolicy {
    const NAME: &'static str = "PutRolePolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutRolePolicyRequest;
    type Output = ();
}

pub struct GetRolePolicy;

impl Operation for GetRolePolicy {
    const NAME: &'static str = "GetRolePolicy";
    const RESULT_WRAPPER: &'static str = "GetRolePolicyResult";
    type Input = GetRolePolicyRequest;
    type Output = GetRolePolicyResponse;
}

pub struct DeleteRolePolicy;

impl Operation for DeleteRolePolicy {
    const NAME: &'static str = "DeleteRolePolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteRolePolicyRequest;
    type Output = ();
}

pub struct ListRolePolicies;

impl Operation for ListRolePolicies {
    const NAME: &'static str = "ListRolePolicies";
    const RESULT_WRAPPER: &'static str = "ListRolePoliciesResult";
    type Input = ListRolePoliciesRequest;
    type Output = ListRolePoliciesResponse;
}

pub struct PutGroupPolicy;

impl Operation for PutGroupPolicy {
    const NAME: &'static str = "PutGroupPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutGroupPolicyRequest;
    type Output = ();
}

pub struct GetGroupPolicy;

impl Operation for GetGroupPolicy {
    const NAME: &'static str = "GetGroupPolicy";
    const RESULT_WRAPPER: &'static str = "GetGroupPolicyResult";
    type Input = GetGroupPolicyRequest;
    type Output = GetGroupPolicyResponse;
}

pub struct DeleteGroupPolicy;

impl Operation for DeleteGroupPolicy {
    const NAME: &'static str = "DeleteGroupPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteGroupPolicyRequest;
    type Output = ();
}

pub struct ListGroupPolicies;

impl Operation for ListGroupPolicies {
    const NAME: &'static str = "ListGroupPolicies";
    const RESULT_WRAPPER: &'static str = "ListGroupPoliciesResult";
    type Input = ListGroupPoliciesRequest;
    type Output = ListGroupPoliciesResponse;
}

pub struct CreatePolicy;

impl Operation for CreatePolicy {
    const NAME: &'static str = "CreatePolicy";
    const RESULT_WRAPPER: &'static str = "CreatePolicyResult";
    type Input = CreatePolicyRequest;
    type Output = CreatePolicyResponse;
}

pub struct GetPolicy;

impl Operation for GetPolicy {
    const NAME: &'static str = "GetPolicy";
    const RESULT_WRAPPER: &'static str = "GetPolicyResult";
    type Input = GetPolicyRequest;
    type Output = GetPolicyResponse;
}

pub struct ListPolicies;

impl Operation for ListPolicies {
    const NAME: &'static str = "ListPolicies";
    const RESULT_WRAPPER: &'static str = "ListPoliciesResult";
    type Input = ListPoliciesRequest;
    type Output = ListPoliciesResponse;
}

pub struct DeletePolicy;

impl Operation for DeletePolicy {
    const NAME: &'static str = "DeletePolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeletePolicyRequest;
    type Output = ();
}

pub struct CreatePolicyVersion;

impl Operation for CreatePolicyVersion {
    const NAME: &'static str = "CreatePolicyVersion";
    const RESULT_WRAPPER: &'static str = "CreatePolicyVersionResult";
    type Input = CreatePolicyVersionRequest;
    type Output = CreatePolicyVersionResponse;
}

pub struct GetPolicyVersion;

impl Operation for GetPolicyVersion {
    const NAME: &'static str = "GetPolicyVersion";
    const RESULT_WRAPPER: &'static str = "GetPolicyVersionResult";
    type Input = GetPolicyVersionRequest;
    type Output = GetPolicyVersionResponse;
}

pub struct ListPolicyVersions;

impl Operation for ListPolicyVersions {
    const NAME: &'static str = "ListPolicyVersions";
    const RESULT_WRAPPER: &'static str = "ListPolicyVersionsResult";
    type Input = ListPolicyVersionsRequest;
    type Output = ListPolicyVersionsResponse;
}

pub struct DeletePolicyVersion;

impl Operation for DeletePolicyVersion {
    const NAME: &'static str = "DeletePolicyVersion";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeletePolicyVersionRequest;
    type Output = ();
}

pub struct SetDefaultPolicyVersion;

impl Operation for SetDefaultPolicyVersion {
    const NAME: &'static str = "SetDefaultPolicyVersion";
    const RESULT_WRAPPER: &'static str = "";
    type Input = SetDefaultPolicyVersionRequest;
    type Output = ();
}

pub struct TagPolicy;

impl Operation for TagPolicy {
    const NAME: &'static str = "TagPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = TagPolicyRequest;
    type Output = ();
}

pub struct UntagPolicy;

impl Operation for UntagPolicy {
    const NAME: &'static str = "UntagPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UntagPolicyRequest;
    type Output = ();
}

pub struct ListPolicyTags;

impl Operation for ListPolicyTags {
    const NAME: &'static str = "ListPolicyTags";
    const RESULT_WRAPPER: &'static str = "ListPolicyTagsResult";
    type Input = ListPolicyTagsRequest;
    type Output = ListPolicyTagsResponse;
}

pub struct ListEntitiesForPolicy;

impl Operation for ListEntitiesForPolicy {
    const NAME: &'static str = "ListEntitiesForPolicy";
    const RESULT_WRAPPER: &'static str = "ListEntitiesForPolicyResult";
    type Input = ListEntitiesForPolicyRequest;
    type Output = ListEntitiesForPolicyResponse;
}

pub struct AttachUserPolicy;

impl Operation for AttachUserPolicy {
    const NAME: &'static str = "AttachUserPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = AttachUserPolicyRequest;
    type Output = ();
}

pub struct DetachUserPolicy;

impl Operation for DetachUserPolicy {
    const NAME: &'static str = "DetachUserPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DetachUserPolicyRequest;
    type Output = ();
}

pub struct ListAttachedUserPolicies;

impl Operation for ListAttachedUserPolicies {
    const NAME: &'static str = "ListAttachedUserPolicies";
    const RESULT_WRAPPER: &'static str = "ListAttachedUserPoliciesResult";
    type Input = ListAttachedUserPoliciesRequest;
    type Output = ListAttachedUserPoliciesResponse;
}

pub struct AttachRolePolicy;

impl Operation for AttachRolePolicy {
    const NAME: &'static str = "AttachRolePolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = AttachRolePolicyRequest;
    type Output = ();
}

pub struct DetachRolePolicy;

impl Operation for DetachRolePolicy {
    const NAME: &'static str = "DetachRolePolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DetachRolePolicyRequest;
    type Output = ();
}

pub struct ListAttachedRolePolicies;

impl Operation for ListAttachedRolePolicies {
    const NAME: &'static str = "ListAttachedRolePolicies";
    const RESULT_WRAPPER: &'static str = "ListAttachedRolePoliciesResult";
    type Input = ListAttachedRolePoliciesRequest;
    type Output = ListAttachedRolePoliciesResponse;
}

pub struct AttachGroupPolicy;

impl Operation for AttachGroupPolicy {
    const NAME: &'static str = "AttachGroupPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = AttachGroupPolicyRequest;
    type Output = ();
}

pub struct DetachGroupPolicy;

impl Operation for DetachGroupPolicy {
    const NAME: &'static str = "DetachGroupPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DetachGroupPolicyRequest;
    type Output = ();
}

pub struct ListAttachedGroupPolicies;

impl Operation for ListAttachedGroupPolicies {
    const NAME: &'static str = "ListAttachedGroupPolicies";
    const RESULT_WRAPPER: &'static str = "ListAttachedGroupPoliciesResult";
    type Input = ListAttachedGroupPoliciesRequest;
    type Output = ListAttachedGroupPoliciesResponse;
}

pub struct CreateInstanceProfile;

impl Operation for CreateInstanceProfile {
    const NAME: &'static str = "CreateInstanceProfile";
    const RESULT_WRAPPER: &'static str = "CreateInstanceProfileResult";
    type Input = CreateInstanceProfileRequest;
    type Output = CreateInstanceProfileResponse;
}

pub struct GetInstanceProfile;

impl Operation for GetInstanceProfile {
    const NAME: &'static str = "GetInstanceProfile";
    const RESULT_WRAPPER: &'static str = "GetInstanceProfileResult";
    type Input = GetInstanceProfileRequest;
    type Output = GetInstanceProfileResponse;
}

pub struct ListInstanceProfiles;

impl Operation for ListInstanceProfiles {
    const NAME: &'static str = "ListInstanceProfiles";
    const RESULT_WRAPPER: &'static str = "ListInstanceProfilesResult";
    type Input = ListInstanceProfilesRequest;
    type Output = ListInstanceProfilesResponse;
}

pub struct ListInstanceProfilesForRole;

impl Operation for ListInstanceProfilesForRole {
    const NAME: &'static str = "ListInstanceProfilesForRole";
    const RESULT_WRAPPER: &'static str = "ListInstanceProfilesForRoleResult";
    type Input = ListInstanceProfilesForRoleRequest;
    type Output = ListInstanceProfilesForRoleResponse;
}

pub struct DeleteInstanceProfile;

impl Operation for DeleteInstanceProfile {
    const NAME: &'static str = "DeleteInstanceProfile";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteInstanceProfileRequest;
    type Output = ();
}

pub struct AddRoleToInstanceProfile;

impl Operation for AddRoleToInstanceProfile {
    const NAME: &'static str = "AddRoleToInstanceProfile";
    const RESULT_WRAPPER: &'static str = "";
    type Input = AddRoleToInstanceProfileRequest;
    type Output = ();
}

pub struct RemoveRoleFromInstanceProfile;

impl Operation for RemoveRoleFromInstanceProfile {
    const NAME: &'static str = "RemoveRoleFromInstanceProfile";
    const RESULT_WRAPPER: &'static str = "";
    type Input = RemoveRoleFromInstanceProfileRequest;
    type Output = ();
}

pub struct TagInstanceProfile;

impl Operation for TagInstanceProfile {
    const NAME: &'static str = "TagInstanceProfile";
    const RESULT_WRAPPER: &'static str = "";
    type Input = TagInstanceProfileRequest;
    type Output = ();
}

pub struct UntagInstanceProfile;

impl Operation for UntagInstanceProfile {
    const NAME: &'static str = "UntagInstanceProfile";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UntagInstanceProfileRequest;
    type Output = ();
}

pub struct ListInstanceProfileTags;

impl Operation for ListInstanceProfileTags {
    const NAME: &'static str = "ListInstanceProfileTags";
    const RESULT_WRAPPER: &'static str = "ListInstanceProfileTagsResult";
    type Input = ListInstanceProfileTagsRequest;
    type Output = ListInstanceProfileTagsResponse;
}

pub struct CreateAccountAlias;

impl Operation for CreateAccountAlias {
    const NAME: &'static str = "CreateAccountAlias";
    const RESULT_WRAPPER: &'static str = "";
    type Input = CreateAccountAliasRequest;
    type Output = ();
}

pub struct DeleteAccountAlias;

impl Operation for DeleteAccountAlias {
    const NAME: &'static str = "DeleteAccountAlias";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteAccountAliasRequest;
    type Output = ();
}

pub struct ListAccountAliases;

impl Operation for ListAccountAliases {
    const NAME: &'static str = "ListAccountAliases";
    const RESULT_WRAPPER: &'static str = "ListAccountAliasesResult";
    type Input = ListAccountAliasesRequest;
    type Output = ListAccountAliasesResponse;
}

pub struct GetAccountSummary;

impl Operation for GetAccountSummary {
    const NAME: &'static str = "GetAccountSummary";
    const RESULT_WRAPPER: &'static str = "GetAccountSummaryResult";
    type Input = neargate_wire::Nothing;
    type Output = GetAccountSummaryResponse;
}

pub struct GetAccountPasswordPolicy;

impl Operation for GetAccountPasswordPolicy {
    const NAME: &'static str = "GetAccountPasswordPolicy";
    const RESULT_WRAPPER: &'static str = "GetAccountPasswordPolicyResult";
    type Input = neargate_wire::Nothing;
    type Output = GetAccountPasswordPolicyResponse;
}

pub struct UpdateAccountPasswordPolicy;

impl Operation for UpdateAccountPasswordPolicy {
    const NAME: &'static str = "UpdateAccountPasswordPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateAccountPasswordPolicyRequest;
    type Output = ();
}

pub struct DeleteAccountPasswordPolicy;

impl Operation for DeleteAccountPasswordPolicy {
    const NAME: &'static str = "DeleteAccountPasswordPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = neargate_wire::Nothing;
    type Output = ();
}

pub struct SetSecurityTokenServicePreferences;

impl Operation for SetSecurityTokenServicePreferences {
    const NAME: &'static str = "SetSecurityTokenServicePreferences";
    const RESULT_WRAPPER: &'static str = "";
    type Input = SetSecurityTokenServicePreferencesRequest;
    type Output = ();
}

pub struct GetAccountAuthorizationDetails;

impl Operation for GetAccountAuthorizationDetails {
    const NAME: &'static str = "GetAccountAuthorizationDetails";
    const RESULT_WRAPPER: &'static str = "GetAccountAuthorizationDetailsResult";
    type Input = GetAccountAuthorizationDetailsRequest;
    type Output = GetAccountAuthorizationDetailsResponse;
}

pub struct GenerateCredentialReport;

impl Operation for GenerateCredentialReport {
    const NAME: &'static str = "GenerateCredentialReport";
    const RESULT_WRAPPER: &'static str = "GenerateCredentialReportResult";
    type Input = neargate_wire::Nothing;
    type Output = GenerateCredentialReportResponse;
}

pub struct GetCredentialReport;

impl Operation for GetCredentialReport {
    const NAME: &'static str = "GetCredentialReport";
    const RESULT_WRAPPER: &'static str = "GetCredentialReportResult";
    type Input = neargate_wire::Nothing;
    type Output = GetCredentialReportResponse;
}

pub struct SimulateCustomPolicy;

impl Operation for SimulateCustomPolicy {
    const NAME: &'static str = "SimulateCustomPolicy";
    const RESULT_WRAPPER: &'static str = "SimulateCustomPolicyResult";
    type Input = SimulateCustomPolicyRequest;
    type Output = SimulatePolicyResponse;
}

pub struct SimulatePrincipalPolicy;

impl Operation for SimulatePrincipalPolicy {
    const NAME: &'static str = "SimulatePrincipalPolicy";
    const RESULT_WRAPPER: &'static str = "SimulatePrincipalPolicyResult";
    type Input = SimulatePrincipalPolicyRequest;
    type Output = SimulatePolicyResponse;
}

pub struct GetContextKeysForCustomPolicy;

impl Operation for GetContextKeysForCustomPolicy {
    const NAME: &'static str = "GetContextKeysForCustomPolicy";
    const RESULT_WRAPPER: &'static str = "GetContextKeysForCustomPolicyResult";
    type Input = GetContextKeysForCustomPolicyRequest;
    type Output = GetContextKeysForPolicyResponse;
}

pub struct GetContextKeysForPrincipalPolicy;

impl Operation for GetContextKeysForPrincipalPolicy {
    const NAME: &'static str = "GetContextKeysForPrincipalPolicy";
    const RESULT_WRAPPER: &'static str = "GetContextKeysForPrincipalPolicyResult";
    type Input = GetContextKeysForPrincipalPolicyRequest;
    type Output = GetContextKeysForPolicyResponse;
}

pub struct CreateOpenIDConnectProvider;

impl Operation for CreateOpenIDConnectProvider {
    const NAME: &'static str = "CreateOpenIDConnectProvider";
    const RESULT_WRAPPER: &'static str = "CreateOpenIDConnectProviderResult";
    type Input = CreateOpenIDConnectProviderRequest;
    type Output = CreateOpenIDConnectProviderResponse;
}

pub struct GetOpenIDConnectProvider;

impl Operation for GetOpenIDConnectProvider {
    const NAME: &'static str = "GetOpenIDConnectProvider";
    const RESULT_WRAPPER: &'static str = "GetOpenIDConnectProviderResult";
    type Input = GetOpenIDConnectProviderRequest;
    type Output = GetOpenIDConnectProviderResponse;
}

pub struct ListOpenIDConnectProviders;

impl Operation for ListOpenIDConnectProviders {
    const NAME: &'static str = "ListOpenIDConnectProviders";
    const RESULT_WRAPPER: &'static str = "ListOpenIDConnectProvidersResult";
    type Input = ListOpenIDConnectProvidersRequest;
    type Output = ListOpenIDConnectProvidersResponse;
}

pub struct DeleteOpenIDConnectProvider;

impl Operation for DeleteOpenIDConnectProvider {
    const NAME: &'static str = "DeleteOpenIDConnectProvider";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteOpenIDConnectProviderRequest;
    type Output = ();
}

pub struct UpdateOpenIDConnectProviderThumbprint;

impl Operation for UpdateOpenIDConnectProviderThumbprint {
    const NAME: &'static str = "UpdateOpenIDConnectProviderThumbprint";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateOpenIDConnectProviderThumbprintRequest;
    type Output = ();
}

pub struct AddClientIDToOpenIDConnectProvider;

impl Operation for AddClientIDToOpenIDConnectProvider {
    const NAME: &'static str = "AddClientIDToOpenIDConnectProvider";
    const RESULT_WRAPPER: &'static str = "";
    type Input = AddClientIDToOpenIDConnectProviderRequest;
    type Output = ();
}

pub struct RemoveClientIDFromOpenIDConnectProvider;

impl Operation for RemoveClientIDFromOpenIDConnectProvider {
    const NAME: &'static str = "RemoveClientIDFromOpenIDConnectProvider";
    const RESULT_WRAPPER: &'static str = "";
    type Input = RemoveClientIDFromOpenIDConnectProviderRequest;
    type Output = ();
}

pub struct TagOpenIDConnectProvider;

impl Operation for TagOpenIDConnectProvider {
    const NAME: &'static str = "TagOpenIDConnectProvider";
    const RESULT_WRAPPER: &'static str = "";
    type Input = TagOpenIDConnectProviderRequest;
    type Output = ();
}

pub struct UntagOpenIDConnectProvider;

impl Operation for UntagOpenIDConnectProvider {
    const NAME: &'static str = "UntagOpenIDConnectProvider";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UntagOpenIDConnectProviderRequest;
    type Output = ();
}

pub struct ListOpenIDConnectProviderTags;

impl Operation for ListOpenIDConnectProviderTags {
    const NAME: &'static str = "ListOpenIDConnectProviderTags";
    const RESULT_WRAPPER: &'static str = "ListOpenIDConnectProviderTagsResult";
    type Input = ListOpenIDConnectProviderTagsRequest;
    type Output = ListOpenIDConnectProviderTagsResponse;
}

pub struct CreateVirtualMFADevice;

impl Operation for CreateVirtualMFADevice {
    const NAME: &'static str = "CreateVirtualMFADevice";
    const RESULT_WRAPPER: &'static str = "CreateVirtualMFADeviceResult";
    type Input = CreateVirtualMFADeviceRequest;
    type Output = CreateVirtualMFADeviceResponse;
}

pub struct EnableMFADevice;

impl Operation for EnableMFADevice {
    const NAME: &'static str = "EnableMFADevice";
    const RESULT_WRAPPER: &'static str = "";
    type Input = EnableMFADeviceRequest;
    type Output = ();
}

pub struct ResyncMFADevice;

impl Operation for ResyncMFADevice {
    const NAME: &'static str = "ResyncMFADevice";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ResyncMFADeviceRequest;
    type Output = ();
}

pub struct DeactivateMFADevice;

impl Operation for DeactivateMFADevice {
    const NAME: &'static str = "DeactivateMFADevice";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeactivateMFADeviceRequest;
    type Output = ();
}

pub struct DeleteVirtualMFADevice;

impl Operation for DeleteVirtualMFADevice {
    const NAME: &'static str = "DeleteVirtualMFADevice";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteVirtualMFADeviceRequest;
    type Output = ();
}

pub struct GetMFADevice;

impl Operation for GetMFADevice {
    const NAME: &'static str = "GetMFADevice";
    const RESULT_WRAPPER: &'static str = "GetMFADeviceResult";
    type Input = GetMFADeviceRequest;
    type Output = GetMFADeviceResponse;
}

pub struct ListMFADevices;

impl Operation for ListMFADevices {
    const NAME: &'static str = "ListMFADevices";
    const RESULT_WRAPPER: &'static str = "ListMFADevicesResult";
    type Input = ListMFADevicesRequest;
    type Output = ListMFADevicesResponse;
}

pub struct ListVirtualMFADevices;

impl Operation for ListVirtualMFADevices {
    const NAME: &'static str = "ListVirtualMFADevices";
    const RESULT_WRAPPER: &'static str = "ListVirtualMFADevicesResult";
    type Input = ListVirtualMFADevicesRequest;
    type Output = ListVirtualMFADevicesResponse;
}

pub struct TagMFADevice;

impl Operation for TagMFADevice {
    const NAME: &'static str = "TagMFADevice";
    const RESULT_WRAPPER: &'static str = "";
    type Input = TagMFADeviceRequest;
    type Output = ();
}

pub struct UntagMFADevice;

impl Operation for UntagMFADevice {
    const NAME: &'static str = "UntagMFADevice";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UntagMFADeviceRequest;
    type Output = ();
}

pub struct ListMFADeviceTags;

impl Operation for ListMFADeviceTags {
    const NAME: &'static str = "ListMFADeviceTags";
    const RESULT_WRAPPER: &'static str = "ListMFADeviceTagsResult";
    type Input = ListMFADeviceTagsRequest;
    type Output = ListMFADeviceTagsResponse;
}

pub struct ChangePassword;

impl Operation for ChangePassword {
    const NAME: &'static str = "ChangePassword";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ChangePasswordRequest;
    type Output = ();
}

pub struct UploadSSHPublicKey;

impl Operation for UploadSSHPublicKey {
    const NAME: &'static str = "UploadSSHPublicKey";
    const RESULT_WRAPPER: &'static str = "UploadSSHPublicKeyResult";
    type Input = UploadSSHPublicKeyRequest;
    type Output = UploadSSHPublicKeyResponse;
}

pub struct GetSSHPublicKey;

impl Operation for GetSSHPublicKey {
    const NAME: &'static str = "GetSSHPublicKey";
    const RESULT_WRAPPER: &'static str = "GetSSHPublicKeyResult";
    type Input = GetSSHPublicKeyRequest;
    type Output = GetSSHPublicKeyResponse;
}

pub struct ListSSHPublicKeys;

impl Operation for ListSSHPublicKeys {
    const NAME: &'static str = "ListSSHPublicKeys";
    const RESULT_WRAPPER: &'static str = "ListSSHPublicKeysResult";
    type Input = ListSSHPublicKeysRequest;
    type Output = ListSSHPublicKeysResponse;
}

pub struct UpdateSSHPublicKey;

impl Operation for UpdateSSHPublicKey {
    const NAME: &'static str = "UpdateSSHPublicKey";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateSSHPublicKeyRequest;
    type Output = ();
}

pub struct DeleteSSHPublicKey;

impl Operation for DeleteSSHPublicKey {
    const NAME: &'static str = "DeleteSSHPublicKey";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteSSHPublicKeyRequest;
    type Output = ();
}

pub struct UploadSigningCertificate;

impl Operation for UploadSigningCertificate {
    const NAME: &'static str = "UploadSigningCertificate";
    const RESULT_WRAPPER: &'static str = "UploadSigningCertificateResult";
    type Input = UploadSigningCertificateRequest;
    type Output = UploadSigningCertificateResponse;
}

pub struct ListSigningCertificates;

impl Operation for ListSigningCertificates {
    const NAME: &'static str = "ListSigningCertificates";
    const RESULT_WRAPPER: &'static str = "ListSigningCertificatesResult";
    type Input = ListSigningCertificatesRequest;
    type Output = ListSigningCertificatesResponse;
}

pub struct UpdateSigningCertificate;

impl Operation for UpdateSigningCertificate {
    const NAME: &'static str = "UpdateSigningCertificate";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateSigningCertificateRequest;
    type Output = ();
}

pub struct DeleteSigningCertificate;

impl Operation for DeleteSigningCertificate {
    const NAME: &'static str = "DeleteSigningCertificate";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteSigningCertificateRequest;
    type Output = ();
}

pub struct CreateServiceSpecificCredential;

impl Operation for CreateServiceSpecificCredential {
    const NAME: &'static str = "CreateServiceSpecificCredential";
    const RESULT_WRAPPER: &'static str = "CreateServiceSpecificCredentialResult";
    type Input = CreateServiceSpecificCredentialRequest;
    type Output = CreateServiceSpecificCredentialResponse;
}

pub struct ListServiceSpecificCredentials;

impl Operation for ListServiceSpecificCredentials {
    const NAME: &'static str = "ListServiceSpecificCredentials";
    const RESULT_WRAPPER: &'static str = "ListServiceSpecificCredentialsResult";
    type Input = ListServiceSpecificCredentialsRequest;
    type Output = ListServiceSpecificCredentialsResponse;
}

pub struct UpdateServiceSpecificCredential;

impl Operation for UpdateServiceSpecificCredential {
    const NAME: &'static str = "UpdateServiceSpecificCredential";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateServiceSpecificCredentialRequest;
    type Output = ();
}

pub struct ResetServiceSpecificCredential;

impl Operation for ResetServiceSpecificCredential {
    const NAME: &'static str = "ResetServiceSpecificCredential";
    const RESULT_WRAPPER: &'static str = "ResetServiceSpecificCredentialResult";
    type Input = ResetServiceSpecificCredentialRequest;
    type Output = ResetServiceSpecificCredentialResponse;
}

pub struct DeleteServiceSpecificCredential;

impl Operation for DeleteServiceSpecificCredential {
    const NAME: &'static str = "DeleteServiceSpecificCredential";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteServiceSpecificCredentialRequest;
    type Output = ();
}

pub struct UploadServerCertificate;

impl Operation for UploadServerCertificate {
    const NAME: &'static str = "UploadServerCertificate";
    const RESULT_WRAPPER: &'static str = "UploadServerCertificateResult";
    type Input = UploadServerCertificateRequest;
    type Output = UploadServerCertificateResponse;
}

pub struct GetServerCertificate;

impl Operation for GetServerCertificate {
    const NAME: &'static str = "GetServerCertificate";
    const RESULT_WRAPPER: &'static str = "GetServerCertificateResult";
    type Input = GetServerCertificateRequest;
    type Output = GetServerCertificateResponse;
}

pub struct ListServerCertificates;

impl Operation for ListServerCertificates {
    const NAME: &'static str = "ListServerCertificates";
    const RESULT_WRAPPER: &'static str = "ListServerCertificatesResult";
    type Input = ListServerCertificatesRequest;
    type Output = ListServerCertificatesResponse;
}

pub struct UpdateServerCertificate;

impl Operation for UpdateServerCertificate {
    const NAME: &'static str = "UpdateServerCertificate";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateServerCertificateRequest;
    type Output = ();
}

pub struct DeleteServerCertificate;

impl Operation for DeleteServerCertificate {
    const NAME: &'static str = "DeleteServerCertificate";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteServerCertificateRequest;
    type Output = ();
}

pub struct TagServerCertificate;

impl Operation for TagServerCertificate {
    const NAME: &'static str = "TagServerCertificate";
    const RESULT_WRAPPER: &'static str = "";
    type Input = TagServerCertificateRequest;
    type Output = ();
}

pub struct UntagServerCertificate;

impl Operation for UntagServerCertificate {
    const NAME: &'static str = "UntagServerCertificate";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UntagServerCertificateRequest;
    type Output = ();
}

pub struct ListServerCertificateTags;

impl Operation for ListServerCertificateTags {
    const NAME: &'static str = "ListServerCertificateTags";
    const RESULT_WRAPPER: &'static str = "ListServerCertificateTagsResult";
    type Input = ListServerCertificateTagsRequest;
    type Output = ListServerCertificateTagsResponse;
}

pub struct CreateSAMLProvider;

impl Operation for CreateSAMLProvider {
    const NAME: &'static str = "CreateSAMLProvider";
    const RESULT_WRAPPER: &'static str = "CreateSAMLProviderResult";
    type Input = CreateSAMLProviderRequest;
    type Output = CreateSAMLProviderResponse;
}

pub struct GetSAMLProvider;

impl Operation for GetSAMLProvider {
    const NAME: &'static str = "GetSAMLProvider";
    const RESULT_WRAPPER: &'static str = "GetSAMLProviderResult";
    type Input = GetSAMLProviderRequest;
    type Output = GetSAMLProviderResponse;
}

pub struct ListSAMLProviders;

impl Operation for ListSAMLProviders {
    const NAME: &'static str = "ListSAMLProviders";
    const RESULT_WRAPPER: &'static str = "ListSAMLProvidersResult";
    type Input = ListSAMLProvidersRequest;
    type Output = ListSAMLProvidersResponse;
}

pub struct UpdateSAMLProvider;

impl Operation for UpdateSAMLProvider {
    const NAME: &'static str = "UpdateSAMLProvider";
    const RESULT_WRAPPER: &'static str = "UpdateSAMLProviderResult";
    type Input = UpdateSAMLProviderRequest;
    type Output = UpdateSAMLProviderResponse;
}

pub struct DeleteSAMLProvider;

impl Operation for DeleteSAMLProvider {
    const NAME: &'static str = "DeleteSAMLProvider";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteSAMLProviderRequest;
    type Output = ();
}

pub struct TagSAMLProvider;

impl Operation for TagSAMLProvider {
    const NAME: &'static str = "TagSAMLProvider";
    const RESULT_WRAPPER: &'static str = "";
    type Input = TagSAMLProviderRequest;
    type Output = ();
}

pub struct UntagSAMLProvider;

impl Operation for UntagSAMLProvider {
    const NAME: &'static str = "UntagSAMLProvider";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UntagSAMLProviderRequest;
    type Output = ();
}

pub struct ListSAMLProviderTags;

impl Operation for ListSAMLProviderTags {
    const NAME: &'static str = "ListSAMLProviderTags";
    const RESULT_WRAPPER: &'static str = "ListSAMLProviderTagsResult";
    type Input = ListSAMLProviderTagsRequest;
    type Output = ListSAMLProviderTagsResponse;
}

pub struct GenerateServiceLastAccessedDetails;

impl Operation for GenerateServiceLastAccessedDetails {
    const NAME: &'static str = "GenerateServiceLastAccessedDetails";
    const RESULT_WRAPPER: &'static str = "GenerateServiceLastAccessedDetailsResult";
    type Input = GenerateServiceLastAccessedDetailsRequest;
    type Output = GenerateServiceLastAccessedDetailsResponse;
}

pub struct GetServiceLastAccessedDetails;

impl Operation for GetServiceLastAccessedDetails {
    const NAME: &'static str = "GetServiceLastAccessedDetails";
    const RESULT_WRAPPER: &'static str = "GetServiceLastAccessedDetailsResult";
    type Input = GetServiceLastAccessedDetailsRequest;
    type Output = GetServiceLastAccessedDetailsResponse;
}

pub struct GetServiceLastAccessedDetailsWithEntities;

impl Operation for GetServiceLastAccessedDetailsWithEntities {
    const NAME: &'static str = "GetServiceLastAccessedDetailsWithEntities";
    const RESULT_WRAPPER: &'static str = "GetServiceLastAccessedDetailsWithEntitiesResult";
    type Input = GetServiceLastAccessedDetailsWithEntitiesRequest;
    type Output = GetServiceLastAccessedDetailsWithEntitiesResponse;
}

pub struct ListPoliciesGrantingServiceAccess;

impl Operation for ListPoliciesGrantingServiceAccess {
    const NAME: &'static str = "ListPoliciesGrantingServiceAccess";
    const RESULT_WRAPPER: &'static str = "ListPoliciesGrantingServiceAccessResult";
    type Input = ListPoliciesGrantingServiceAccessRequest;
    type Output = ListPoliciesGrantingServiceAccessResponse;
}

string_enum! {
    pub enum AccessAdvisorUsageGranularityType {
        ServiceLevel = "SERVICE_LEVEL",
        ActionLevel = "ACTION_LEVEL",
    }
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AccessKey {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "AccessKeyId", skip_serializing_if = "Option::is_none")]
    pub access_key_id: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusType>,
    #[serde(rename = "SecretAccessKey", skip_serializing_if = "Option::is_none")]
    pub secret_access_key: Option<String>,
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
}

impl std::fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccessKey")
            .field("user_name", &self.user_name)
            .field("access_key_id", &self.access_key_id)
            .field("status", &self.status)
            .field("create_date", &self.create_date)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AccessKeyLastUsed {
    #[serde(rename = "LastUsedDate", skip_serializing_if = "Option::is_none")]
    pub last_used_date: Option<Time>,
    #[serde(rename = "ServiceName", skip_serializing_if = "Option::is_none")]
    pub service_name: Option<String>,
    #[serde(rename = "Region", skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AccessKeyMetadata {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "AccessKeyId", skip_serializing_if = "Option::is_none")]
    pub access_key_id: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusType>,
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AddClientIDToOpenIDConnectProviderRequest {
    #[serde(rename = "OpenIDConnectProviderArn", skip_serializing_if = "Option::is_none")]
    pub open_id_connect_provider_arn: Option<String>,
    #[serde(rename = "ClientID", skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
}

impl Validate for AddClientIDToOpenIDConnectProviderRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("OpenIDConnectProviderArn", self.open_id_connect_provider_arn.is_some());
        if let Some(value) = &self.open_id_connect_provider_arn {
            found.within("OpenIDConnectProviderArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("ClientID", self.client_id.is_some());
        if let Some(value) = &self.client_id {
            found.within("ClientID", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(255.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AddRoleToInstanceProfileRequest {
    #[serde(rename = "InstanceProfileName", skip_serializing_if = "Option::is_none")]
    pub instance_profile_name: Option<String>,
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
}

impl Validate for AddRoleToInstanceProfileRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("InstanceProfileName", self.instance_profile_name.is_some());
        if let Some(value) = &self.instance_profile_name {
            found.within("InstanceProfileName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AddUserToGroupRequest {
    #[serde(rename = "GroupName", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
}

impl Validate for AddUserToGroupRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("GroupName", self.group_name.is_some());
        if let Some(value) = &self.group_name {
            found.within("GroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AttachGroupPolicyRequest {
    #[serde(rename = "GroupName", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
}

impl Validate for AttachGroupPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("GroupName", self.group_name.is_some());
        if let Some(value) = &self.group_name {
            found.within("GroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyArn", self.policy_arn.is_some());
        if let Some(value) = &self.policy_arn {
            found.within("PolicyArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AttachRolePolicyRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
}

impl Validate for AttachRolePolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyArn", self.policy_arn.is_some());
        if let Some(value) = &self.policy_arn {
            found.within("PolicyArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AttachUserPolicyRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
}

impl Validate for AttachUserPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyArn", self.policy_arn.is_some());
        if let Some(value) = &self.policy_arn {
            found.within("PolicyArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AttachedPermissionsBoundary {
    #[serde(rename = "PermissionsBoundaryType", skip_serializing_if = "Option::is_none")]
    pub permissions_boundary_type: Option<PermissionsBoundaryAttachmentType>,
    #[serde(rename = "PermissionsBoundaryArn", skip_serializing_if = "Option::is_none")]
    pub permissions_boundary_arn: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AttachedPolicy {
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ChangePasswordRequest {
    #[serde(rename = "OldPassword", skip_serializing_if = "Option::is_none")]
    pub old_password: Option<String>,
    #[serde(rename = "NewPassword", skip_serializing_if = "Option::is_none")]
    pub new_password: Option<String>,
}

impl std::fmt::Debug for ChangePasswordRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChangePasswordRequest").finish_non_exhaustive()
    }
}

impl Validate for ChangePasswordRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("OldPassword", self.old_password.is_some());
        if let Some(value) = &self.old_password {
            found.within("OldPassword", |found| {
                found.hidden_text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("NewPassword", self.new_password.is_some());
        if let Some(value) = &self.new_password {
            found.within("NewPassword", |found| {
                found.hidden_text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ContextEntry {
    #[serde(rename = "ContextKeyName", skip_serializing_if = "Option::is_none")]
    pub context_key_name: Option<String>,
    #[serde(rename = "ContextKeyValues", skip_serializing_if = "Option::is_none")]
    pub context_key_values: Option<Vec<String>>,
    #[serde(rename = "ContextKeyType", skip_serializing_if = "Option::is_none")]
    pub context_key_type: Option<ContextKeyTypeEnum>,
}

impl Validate for ContextEntry {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.context_key_name {
            found.within("ContextKeyName", |found| {
                found.text(value, &Constraint { min: Some(5.0), max: Some(256.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.context_key_type {
            found.within("ContextKeyType", |found| {
                found.member_of(value.as_str(), ContextKeyTypeEnum::NAMES);
            });
        }
    }
}

string_enum! {
    pub enum ContextKeyTypeEnum {
        String = "string",
        StringList = "stringList",
        Numeric = "numeric",
        NumericList = "numericList",
        Boolean = "boolean",
        BooleanList = "booleanList",
        Ip = "ip",
        IpList = "ipList",
        Binary = "binary",
        BinaryList = "binaryList",
        Date = "date",
        DateList = "dateList",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateAccessKeyRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
}

impl Validate for CreateAccessKeyRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateAccessKeyResponse {
    #[serde(rename = "AccessKey", skip_serializing_if = "Option::is_none")]
    pub access_key: Option<AccessKey>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateAccountAliasRequest {
    #[serde(rename = "AccountAlias", skip_serializing_if = "Option::is_none")]
    pub account_alias: Option<String>,
}

impl Validate for CreateAccountAliasRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("AccountAlias", self.account_alias.is_some());
        if let Some(value) = &self.account_alias {
            found.within("AccountAlias", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(3.0),
                        max: Some(63.0),
                        pattern: Some("^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateGroupRequest {
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "GroupName", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
}

impl Validate for CreateGroupRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.path {
            found.within("Path", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("GroupName", self.group_name.is_some());
        if let Some(value) = &self.group_name {
            found.within("GroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateGroupResponse {
    #[serde(rename = "Group", skip_serializing_if = "Option::is_none")]
    pub group: Option<Group>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateInstanceProfileRequest {
    #[serde(rename = "InstanceProfileName", skip_serializing_if = "Option::is_none")]
    pub instance_profile_name: Option<String>,
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for CreateInstanceProfileRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("InstanceProfileName", self.instance_profile_name.is_some());
        if let Some(value) = &self.instance_profile_name {
            found.within("InstanceProfileName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.path {
            found.within("Path", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateInstanceProfileResponse {
    #[serde(rename = "InstanceProfile", skip_serializing_if = "Option::is_none")]
    pub instance_profile: Option<InstanceProfile>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateLoginProfileRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "Password", skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    #[serde(rename = "PasswordResetRequired", skip_serializing_if = "Option::is_none")]
    pub password_reset_required: Option<bool>,
}

impl std::fmt::Debug for CreateLoginProfileRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CreateLoginProfileRequest")
            .field("user_name", &self.user_name)
            .field("password_reset_required", &self.password_reset_required)
            .finish_non_exhaustive()
    }
}

impl Validate for CreateLoginProfileRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.password {
            found.within("Password", |found| {
                found.hidden_text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateLoginProfileResponse {
    #[serde(rename = "LoginProfile", skip_serializing_if = "Option::is_none")]
    pub login_profile: Option<LoginProfile>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateOpenIDConnectProviderRequest {
    #[serde(rename = "Url", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(rename = "ClientIDList", skip_serializing_if = "Option::is_none")]
    pub client_id_list: Option<Vec<String>>,
    #[serde(rename = "ThumbprintList", skip_serializing_if = "Option::is_none")]
    pub thumbprint_list: Option<Vec<String>>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for CreateOpenIDConnectProviderRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("Url", self.url.is_some());
        if let Some(value) = &self.url {
            found.within("Url", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(255.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.client_id_list {
            found.within("ClientIDList", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(255.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.thumbprint_list {
            found.within("ThumbprintList", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(40.0), max: Some(40.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateOpenIDConnectProviderResponse {
    #[serde(rename = "OpenIDConnectProviderArn", skip_serializing_if = "Option::is_none")]
    pub open_id_connect_provider_arn: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreatePolicyRequest {
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "PolicyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for CreatePolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("PolicyName", self.policy_name.is_some());
        if let Some(value) = &self.policy_name {
            found.within("PolicyName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.path {
            found.within("Path", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("((/[A-Za-z0-9\\.,\\+@=_-]+)*)/"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyDocument", self.policy_document.is_some());
        if let Some(value) = &self.policy_document {
            found.within("PolicyDocument", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(131072.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.description {
            found.within("Description", |found| {
                found.text(value, &Constraint { max: Some(1000.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreatePolicyResponse {
    #[serde(rename = "Policy", skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreatePolicyVersionRequest {
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
    #[serde(rename = "PolicyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
    #[serde(rename = "SetAsDefault", skip_serializing_if = "Option::is_none")]
    pub set_as_default: Option<bool>,
}

impl Validate for CreatePolicyVersionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("PolicyArn", self.policy_arn.is_some());
        if let Some(value) = &self.policy_arn {
            found.within("PolicyArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("PolicyDocument", self.policy_document.is_some());
        if let Some(value) = &self.policy_document {
            found.within("PolicyDocument", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(131072.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreatePolicyVersionResponse {
    #[serde(rename = "PolicyVersion", skip_serializing_if = "Option::is_none")]
    pub policy_version: Option<PolicyVersion>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateRoleRequest {
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "AssumeRolePolicyDocument", skip_serializing_if = "Option::is_none")]
    pub assume_role_policy_document: Option<String>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "MaxSessionDuration", skip_serializing_if = "Option::is_none")]
    pub max_session_duration: Option<i64>,
    #[serde(rename = "PermissionsBoundary", skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for CreateRoleRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.path {
            found.within("Path", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("AssumeRolePolicyDocument", self.assume_role_policy_document.is_some());
        if let Some(value) = &self.assume_role_policy_document {
            found.within("AssumeRolePolicyDocument", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(131072.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.description {
            found.within("Description", |found| {
                found.text(
                    value,
                    &Constraint {
                        max: Some(1000.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_session_duration {
            found.within("MaxSessionDuration", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(3600.0), max: Some(43200.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.permissions_boundary {
            found.within("PermissionsBoundary", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateRoleResponse {
    #[serde(rename = "Role", skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateSAMLProviderRequest {
    #[serde(rename = "SAMLMetadataDocument", skip_serializing_if = "Option::is_none")]
    pub saml_metadata_document: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "AssertionEncryptionMode", skip_serializing_if = "Option::is_none")]
    pub assertion_encryption_mode: Option<AssertionEncryptionModeType>,
    #[serde(rename = "AddPrivateKey", skip_serializing_if = "Option::is_none")]
    pub add_private_key: Option<String>,
}

impl std::fmt::Debug for CreateSAMLProviderRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CreateSAMLProviderRequest")
            .field("saml_metadata_document", &self.saml_metadata_document)
            .field("name", &self.name)
            .field("tags", &self.tags)
            .field("assertion_encryption_mode", &self.assertion_encryption_mode)
            .finish_non_exhaustive()
    }
}

impl Validate for CreateSAMLProviderRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("SAMLMetadataDocument", self.saml_metadata_document.is_some());
        if let Some(value) = &self.saml_metadata_document {
            found.within("SAMLMetadataDocument", |found| {
                found.text(
                    value,
                    &Constraint { min: Some(1000.0), max: Some(10000000.0), ..Constraint::NONE },
                );
            });
        }
        found.required("Name", self.name.is_some());
        if let Some(value) = &self.name {
            found.within("Name", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w._-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.assertion_encryption_mode {
            found.within("AssertionEncryptionMode", |found| {
                found.member_of(value.as_str(), AssertionEncryptionModeType::NAMES);
            });
        }
        if let Some(value) = &self.add_private_key {
            found.within("AddPrivateKey", |found| {
                found.hidden_text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(16384.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateSAMLProviderResponse {
    #[serde(rename = "SAMLProviderArn", skip_serializing_if = "Option::is_none")]
    pub saml_provider_arn: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateServiceLinkedRoleRequest {
    #[serde(rename = "AWSServiceName", skip_serializing_if = "Option::is_none")]
    pub aws_service_name: Option<String>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "CustomSuffix", skip_serializing_if = "Option::is_none")]
    pub custom_suffix: Option<String>,
}

impl Validate for CreateServiceLinkedRoleRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("AWSServiceName", self.aws_service_name.is_some());
        if let Some(value) = &self.aws_service_name {
            found.within("AWSServiceName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.description {
            found.within("Description", |found| {
                found.text(
                    value,
                    &Constraint {
                        max: Some(1000.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.custom_suffix {
            found.within("CustomSuffix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateServiceLinkedRoleResponse {
    #[serde(rename = "Role", skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateServiceSpecificCredentialRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "ServiceName", skip_serializing_if = "Option::is_none")]
    pub service_name: Option<String>,
    #[serde(rename = "CredentialAgeDays", skip_serializing_if = "Option::is_none")]
    pub credential_age_days: Option<i64>,
}

impl Validate for CreateServiceSpecificCredentialRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("ServiceName", self.service_name.is_some());
        if let Some(value) = &self.credential_age_days {
            found.within("CredentialAgeDays", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(36600.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateServiceSpecificCredentialResponse {
    #[serde(rename = "ServiceSpecificCredential", skip_serializing_if = "Option::is_none")]
    pub service_specific_credential: Option<ServiceSpecificCredential>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateUserRequest {
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "PermissionsBoundary", skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for CreateUserRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.path {
            found.within("Path", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.permissions_boundary {
            found.within("PermissionsBoundary", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateUserResponse {
    #[serde(rename = "User", skip_serializing_if = "Option::is_none")]
    pub user: Option<User>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateVirtualMFADeviceRequest {
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "VirtualMFADeviceName", skip_serializing_if = "Option::is_none")]
    pub virtual_mfa_device_name: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for CreateVirtualMFADeviceRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.path {
            found.within("Path", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("VirtualMFADeviceName", self.virtual_mfa_device_name.is_some());
        if let Some(value) = &self.virtual_mfa_device_name {
            found.within("VirtualMFADeviceName", |found| {
                found.text(
                    value,
                    &Constraint { min: Some(1.0), pattern: Some("[\\w+=,.@-]+"), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateVirtualMFADeviceResponse {
    #[serde(rename = "VirtualMFADevice", skip_serializing_if = "Option::is_none")]
    pub virtual_mfa_device: Option<VirtualMFADevice>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeactivateMFADeviceRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "SerialNumber", skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
}

impl Validate for DeactivateMFADeviceRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("SerialNumber", self.serial_number.is_some());
        if let Some(value) = &self.serial_number {
            found.within("SerialNumber", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(9.0),
                        max: Some(256.0),
                        pattern: Some("[\\w+=/:,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteAccessKeyRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "AccessKeyId", skip_serializing_if = "Option::is_none")]
    pub access_key_id: Option<String>,
}

impl Validate for DeleteAccessKeyRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("AccessKeyId", self.access_key_id.is_some());
        if let Some(value) = &self.access_key_id {
            found.within("AccessKeyId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(16.0),
                        max: Some(128.0),
                        pattern: Some("[\\w]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteAccountAliasRequest {
    #[serde(rename = "AccountAlias", skip_serializing_if = "Option::is_none")]
    pub account_alias: Option<String>,
}

impl Validate for DeleteAccountAliasRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("AccountAlias", self.account_alias.is_some());
        if let Some(value) = &self.account_alias {
            found.within("AccountAlias", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(3.0),
                        max: Some(63.0),
                        pattern: Some("^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteGroupPolicyRequest {
    #[serde(rename = "GroupName", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
}

impl Validate for DeleteGroupPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("GroupName", self.group_name.is_some());
        if let Some(value) = &self.group_name {
            found.within("GroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyName", self.policy_name.is_some());
        if let Some(value) = &self.policy_name {
            found.within("PolicyName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteGroupRequest {
    #[serde(rename = "GroupName", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
}

impl Validate for DeleteGroupRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("GroupName", self.group_name.is_some());
        if let Some(value) = &self.group_name {
            found.within("GroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteInstanceProfileRequest {
    #[serde(rename = "InstanceProfileName", skip_serializing_if = "Option::is_none")]
    pub instance_profile_name: Option<String>,
}

impl Validate for DeleteInstanceProfileRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("InstanceProfileName", self.instance_profile_name.is_some());
        if let Some(value) = &self.instance_profile_name {
            found.within("InstanceProfileName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteLoginProfileRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
}

impl Validate for DeleteLoginProfileRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteOpenIDConnectProviderRequest {
    #[serde(rename = "OpenIDConnectProviderArn", skip_serializing_if = "Option::is_none")]
    pub open_id_connect_provider_arn: Option<String>,
}

impl Validate for DeleteOpenIDConnectProviderRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("OpenIDConnectProviderArn", self.open_id_connect_provider_arn.is_some());
        if let Some(value) = &self.open_id_connect_provider_arn {
            found.within("OpenIDConnectProviderArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeletePolicyRequest {
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
}

impl Validate for DeletePolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("PolicyArn", self.policy_arn.is_some());
        if let Some(value) = &self.policy_arn {
            found.within("PolicyArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeletePolicyVersionRequest {
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
    #[serde(rename = "VersionId", skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
}

impl Validate for DeletePolicyVersionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("PolicyArn", self.policy_arn.is_some());
        if let Some(value) = &self.policy_arn {
            found.within("PolicyArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("VersionId", self.version_id.is_some());
        if let Some(value) = &self.version_id {
            found.within("VersionId", |found| {
                found.text(
                    value,
                    &Constraint { pattern: Some("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?"), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteRolePermissionsBoundaryRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
}

impl Validate for DeleteRolePermissionsBoundaryRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteRolePolicyRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
}

impl Validate for DeleteRolePolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyName", self.policy_name.is_some());
        if let Some(value) = &self.policy_name {
            found.within("PolicyName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteRoleRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
}

impl Validate for DeleteRoleRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteSAMLProviderRequest {
    #[serde(rename = "SAMLProviderArn", skip_serializing_if = "Option::is_none")]
    pub saml_provider_arn: Option<String>,
}

impl Validate for DeleteSAMLProviderRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("SAMLProviderArn", self.saml_provider_arn.is_some());
        if let Some(value) = &self.saml_provider_arn {
            found.within("SAMLProviderArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteSSHPublicKeyRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "SSHPublicKeyId", skip_serializing_if = "Option::is_none")]
    pub ssh_public_key_id: Option<String>,
}

impl Validate for DeleteSSHPublicKeyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("SSHPublicKeyId", self.ssh_public_key_id.is_some());
        if let Some(value) = &self.ssh_public_key_id {
            found.within("SSHPublicKeyId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(20.0),
                        max: Some(128.0),
                        pattern: Some("[\\w]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteServerCertificateRequest {
    #[serde(rename = "ServerCertificateName", skip_serializing_if = "Option::is_none")]
    pub server_certificate_name: Option<String>,
}

impl Validate for DeleteServerCertificateRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("ServerCertificateName", self.server_certificate_name.is_some());
        if let Some(value) = &self.server_certificate_name {
            found.within("ServerCertificateName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteServiceLinkedRoleRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
}

impl Validate for DeleteServiceLinkedRoleRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteServiceLinkedRoleResponse {
    #[serde(rename = "DeletionTaskId", skip_serializing_if = "Option::is_none")]
    pub deletion_task_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteServiceSpecificCredentialRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "ServiceSpecificCredentialId", skip_serializing_if = "Option::is_none")]
    pub service_specific_credential_id: Option<String>,
}

impl Validate for DeleteServiceSpecificCredentialRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("ServiceSpecificCredentialId", self.service_specific_credential_id.is_some());
        if let Some(value) = &self.service_specific_credential_id {
            found.within("ServiceSpecificCredentialId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(20.0),
                        max: Some(128.0),
                        pattern: Some("[\\w]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteSigningCertificateRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "CertificateId", skip_serializing_if = "Option::is_none")]
    pub certificate_id: Option<String>,
}

impl Validate for DeleteSigningCertificateRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("CertificateId", self.certificate_id.is_some());
        if let Some(value) = &self.certificate_id {
            found.within("CertificateId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(24.0),
                        max: Some(128.0),
                        pattern: Some("[\\w]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteUserPermissionsBoundaryRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
}

impl Validate for DeleteUserPermissionsBoundaryRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteUserPolicyRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
}

impl Validate for DeleteUserPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyName", self.policy_name.is_some());
        if let Some(value) = &self.policy_name {
            found.within("PolicyName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteUserRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
}

impl Validate for DeleteUserRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteVirtualMFADeviceRequest {
    #[serde(rename = "SerialNumber", skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
}

impl Validate for DeleteVirtualMFADeviceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("SerialNumber", self.serial_number.is_some());
        if let Some(value) = &self.serial_number {
            found.within("SerialNumber", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(9.0),
                        max: Some(256.0),
                        pattern: Some("[\\w+=/:,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeletionTaskFailureReasonType {
    #[serde(rename = "Reason", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(rename = "RoleUsageList", skip_serializing_if = "Option::is_none")]
    pub role_usage_list: Option<Vec<RoleUsageType>>,
}

string_enum! {
    pub enum DeletionTaskStatusType {
        Succeeded = "SUCCEEDED",
        InProgress = "IN_PROGRESS",
        Failed = "FAILED",
        NotStarted = "NOT_STARTED",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DetachGroupPolicyRequest {
    #[serde(rename = "GroupName", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
}

impl Validate for DetachGroupPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("GroupName", self.group_name.is_some());
        if let Some(value) = &self.group_name {
            found.within("GroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyArn", self.policy_arn.is_some());
        if let Some(value) = &self.policy_arn {
            found.within("PolicyArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DetachRolePolicyRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
}

impl Validate for DetachRolePolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyArn", self.policy_arn.is_some());
        if let Some(value) = &self.policy_arn {
            found.within("PolicyArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DetachUserPolicyRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
}

impl Validate for DetachUserPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyArn", self.policy_arn.is_some());
        if let Some(value) = &self.policy_arn {
            found.within("PolicyArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EnableMFADeviceRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "SerialNumber", skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    #[serde(rename = "AuthenticationCode1", skip_serializing_if = "Option::is_none")]
    pub authentication_code1: Option<String>,
    #[serde(rename = "AuthenticationCode2", skip_serializing_if = "Option::is_none")]
    pub authentication_code2: Option<String>,
}

impl Validate for EnableMFADeviceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("SerialNumber", self.serial_number.is_some());
        if let Some(value) = &self.serial_number {
            found.within("SerialNumber", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(9.0),
                        max: Some(256.0),
                        pattern: Some("[\\w+=/:,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("AuthenticationCode1", self.authentication_code1.is_some());
        if let Some(value) = &self.authentication_code1 {
            found.within("AuthenticationCode1", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(6.0),
                        max: Some(6.0),
                        pattern: Some("[\\d]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("AuthenticationCode2", self.authentication_code2.is_some());
        if let Some(value) = &self.authentication_code2 {
            found.within("AuthenticationCode2", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(6.0),
                        max: Some(6.0),
                        pattern: Some("[\\d]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EntityDetails {
    #[serde(rename = "EntityInfo", skip_serializing_if = "Option::is_none")]
    pub entity_info: Option<EntityInfo>,
    #[serde(rename = "LastAuthenticated", skip_serializing_if = "Option::is_none")]
    pub last_authenticated: Option<Time>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EntityInfo {
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<PolicyOwnerEntityType>,
    #[serde(rename = "Id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

string_enum! {
    pub enum EntityType {
        User = "User",
        Role = "Role",
        Group = "Group",
        LocalManagedPolicy = "LocalManagedPolicy",
        AWSManagedPolicy = "AWSManagedPolicy",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ErrorDetails {
    #[serde(rename = "Message", skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    #[serde(rename = "Code", skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EvaluationResult {
    #[serde(rename = "EvalActionName", skip_serializing_if = "Option::is_none")]
    pub eval_action_name: Option<String>,
    #[serde(rename = "EvalResourceName", skip_serializing_if = "Option::is_none")]
    pub eval_resource_name: Option<String>,
    #[serde(rename = "EvalDecision", skip_serializing_if = "Option::is_none")]
    pub eval_decision: Option<PolicyEvaluationDecisionType>,
    #[serde(rename = "MatchedStatements", skip_serializing_if = "Option::is_none")]
    pub matched_statements: Option<Vec<Statement>>,
    #[serde(rename = "MissingContextValues", skip_serializing_if = "Option::is_none")]
    pub missing_context_values: Option<Vec<String>>,
    #[serde(rename = "OrganizationsDecisionDetail", skip_serializing_if = "Option::is_none")]
    pub organizations_decision_detail: Option<OrganizationsDecisionDetail>,
    #[serde(rename = "PermissionsBoundaryDecisionDetail", skip_serializing_if = "Option::is_none")]
    pub permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>,
    #[serde(rename = "EvalDecisionDetails", skip_serializing_if = "Option::is_none")]
    pub eval_decision_details: Option<BTreeMap<String, PolicyEvaluationDecisionType>>,
    #[serde(rename = "ResourceSpecificResults", skip_serializing_if = "Option::is_none")]
    pub resource_specific_results: Option<Vec<ResourceSpecificResult>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GenerateCredentialReportResponse {
    #[serde(rename = "State", skip_serializing_if = "Option::is_none")]
    pub state: Option<ReportStateType>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GenerateServiceLastAccessedDetailsRequest {
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Granularity", skip_serializing_if = "Option::is_none")]
    pub granularity: Option<AccessAdvisorUsageGranularityType>,
}

impl Validate for GenerateServiceLastAccessedDetailsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("Arn", self.arn.is_some());
        if let Some(value) = &self.arn {
            found.within("Arn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.granularity {
            found.within("Granularity", |found| {
                found.member_of(value.as_str(), AccessAdvisorUsageGranularityType::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GenerateServiceLastAccessedDetailsResponse {
    #[serde(rename = "JobId", skip_serializing_if = "Option::is_none")]
    pub job_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetAccessKeyLastUsedRequest {
    #[serde(rename = "AccessKeyId", skip_serializing_if = "Option::is_none")]
    pub access_key_id: Option<String>,
}

impl Validate for GetAccessKeyLastUsedRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("AccessKeyId", self.access_key_id.is_some());
        if let Some(value) = &self.access_key_id {
            found.within("AccessKeyId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(16.0),
                        max: Some(128.0),
                        pattern: Some("[\\w]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetAccessKeyLastUsedResponse {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "AccessKeyLastUsed", skip_serializing_if = "Option::is_none")]
    pub access_key_last_used: Option<AccessKeyLastUsed>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetAccountAuthorizationDetailsRequest {
    #[serde(rename = "Filter", skip_serializing_if = "Option::is_none")]
    pub filter: Option<Vec<EntityType>>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

impl Validate for GetAccountAuthorizationDetailsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.filter {
            found.within("Filter", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::OneOf(EntityType::NAMES),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetAccountAuthorizationDetailsResponse {
    #[serde(rename = "UserDetailList", skip_serializing_if = "Option::is_none")]
    pub user_detail_list: Option<Vec<UserDetail>>,
    #[serde(rename = "GroupDetailList", skip_serializing_if = "Option::is_none")]
    pub group_detail_list: Option<Vec<GroupDetail>>,
    #[serde(rename = "RoleDetailList", skip_serializing_if = "Option::is_none")]
    pub role_detail_list: Option<Vec<RoleDetail>>,
    #[serde(rename = "Policies", skip_serializing_if = "Option::is_none")]
    pub policies: Option<Vec<ManagedPolicyDetail>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetAccountPasswordPolicyResponse {
    #[serde(rename = "PasswordPolicy", skip_serializing_if = "Option::is_none")]
    pub password_policy: Option<PasswordPolicy>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetAccountSummaryResponse {
    #[serde(rename = "SummaryMap", skip_serializing_if = "Option::is_none")]
    pub summary_map: Option<BTreeMap<SummaryKeyType, i64>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetContextKeysForCustomPolicyRequest {
    #[serde(rename = "PolicyInputList", skip_serializing_if = "Option::is_none")]
    pub policy_input_list: Option<Vec<String>>,
}

impl Validate for GetContextKeysForCustomPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("PolicyInputList", self.policy_input_list.is_some());
        if let Some(value) = &self.policy_input_list {
            found.within("PolicyInputList", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(131072.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetContextKeysForPolicyResponse {
    #[serde(rename = "ContextKeyNames", skip_serializing_if = "Option::is_none")]
    pub context_key_names: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetContextKeysForPrincipalPolicyRequest {
    #[serde(rename = "PolicySourceArn", skip_serializing_if = "Option::is_none")]
    pub policy_source_arn: Option<String>,
    #[serde(rename = "PolicyInputList", skip_serializing_if = "Option::is_none")]
    pub policy_input_list: Option<Vec<String>>,
}

impl Validate for GetContextKeysForPrincipalPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("PolicySourceArn", self.policy_source_arn.is_some());
        if let Some(value) = &self.policy_source_arn {
            found.within("PolicySourceArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.policy_input_list {
            found.within("PolicyInputList", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(131072.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetCredentialReportResponse {
    #[serde(rename = "Content", skip_serializing_if = "Option::is_none")]
    pub content: Option<Blob>,
    #[serde(rename = "ReportFormat", skip_serializing_if = "Option::is_none")]
    pub report_format: Option<ReportFormatType>,
    #[serde(rename = "GeneratedTime", skip_serializing_if = "Option::is_none")]
    pub generated_time: Option<Time>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetGroupPolicyRequest {
    #[serde(rename = "GroupName", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
}

impl Validate for GetGroupPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("GroupName", self.group_name.is_some());
        if let Some(value) = &self.group_name {
            found.within("GroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyName", self.policy_name.is_some());
        if let Some(value) = &self.policy_name {
            found.within("PolicyName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetGroupPolicyResponse {
    #[serde(rename = "GroupName", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "PolicyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetGroupRequest {
    #[serde(rename = "GroupName", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for GetGroupRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("GroupName", self.group_name.is_some());
        if let Some(value) = &self.group_name {
            found.within("GroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetGroupResponse {
    #[serde(rename = "Group", skip_serializing_if = "Option::is_none")]
    pub group: Option<Group>,
    #[serde(rename = "Users", skip_serializing_if = "Option::is_none")]
    pub users: Option<Vec<User>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetInstanceProfileRequest {
    #[serde(rename = "InstanceProfileName", skip_serializing_if = "Option::is_none")]
    pub instance_profile_name: Option<String>,
}

impl Validate for GetInstanceProfileRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("InstanceProfileName", self.instance_profile_name.is_some());
        if let Some(value) = &self.instance_profile_name {
            found.within("InstanceProfileName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetInstanceProfileResponse {
    #[serde(rename = "InstanceProfile", skip_serializing_if = "Option::is_none")]
    pub instance_profile: Option<InstanceProfile>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetLoginProfileRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
}

impl Validate for GetLoginProfileRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetLoginProfileResponse {
    #[serde(rename = "LoginProfile", skip_serializing_if = "Option::is_none")]
    pub login_profile: Option<LoginProfile>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetMFADeviceRequest {
    #[serde(rename = "SerialNumber", skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
}

impl Validate for GetMFADeviceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("SerialNumber", self.serial_number.is_some());
        if let Some(value) = &self.serial_number {
            found.within("SerialNumber", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(9.0),
                        max: Some(256.0),
                        pattern: Some("[\\w+=/:,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetMFADeviceResponse {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "SerialNumber", skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    #[serde(rename = "EnableDate", skip_serializing_if = "Option::is_none")]
    pub enable_date: Option<Time>,
    #[serde(rename = "Certifications", skip_serializing_if = "Option::is_none")]
    pub certifications: Option<BTreeMap<String, String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetOpenIDConnectProviderRequest {
    #[serde(rename = "OpenIDConnectProviderArn", skip_serializing_if = "Option::is_none")]
    pub open_id_connect_provider_arn: Option<String>,
}

impl Validate for GetOpenIDConnectProviderRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("OpenIDConnectProviderArn", self.open_id_connect_provider_arn.is_some());
        if let Some(value) = &self.open_id_connect_provider_arn {
            found.within("OpenIDConnectProviderArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetOpenIDConnectProviderResponse {
    #[serde(rename = "Url", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(rename = "ClientIDList", skip_serializing_if = "Option::is_none")]
    pub client_id_list: Option<Vec<String>>,
    #[serde(rename = "ThumbprintList", skip_serializing_if = "Option::is_none")]
    pub thumbprint_list: Option<Vec<String>>,
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetPolicyRequest {
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
}

impl Validate for GetPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("PolicyArn", self.policy_arn.is_some());
        if let Some(value) = &self.policy_arn {
            found.within("PolicyArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetPolicyResponse {
    #[serde(rename = "Policy", skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetPolicyVersionRequest {
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
    #[serde(rename = "VersionId", skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
}

impl Validate for GetPolicyVersionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("PolicyArn", self.policy_arn.is_some());
        if let Some(value) = &self.policy_arn {
            found.within("PolicyArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("VersionId", self.version_id.is_some());
        if let Some(value) = &self.version_id {
            found.within("VersionId", |found| {
                found.text(
                    value,
                    &Constraint { pattern: Some("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?"), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetPolicyVersionResponse {
    #[serde(rename = "PolicyVersion", skip_serializing_if = "Option::is_none")]
    pub policy_version: Option<PolicyVersion>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetRolePolicyRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
}

impl Validate for GetRolePolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyName", self.policy_name.is_some());
        if let Some(value) = &self.policy_name {
            found.within("PolicyName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetRolePolicyResponse {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "PolicyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetRoleRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
}

impl Validate for GetRoleRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetRoleResponse {
    #[serde(rename = "Role", skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetSAMLProviderRequest {
    #[serde(rename = "SAMLProviderArn", skip_serializing_if = "Option::is_none")]
    pub saml_provider_arn: Option<String>,
}

impl Validate for GetSAMLProviderRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("SAMLProviderArn", self.saml_provider_arn.is_some());
        if let Some(value) = &self.saml_provider_arn {
            found.within("SAMLProviderArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetSAMLProviderResponse {
    #[serde(rename = "SAMLProviderUUID", skip_serializing_if = "Option::is_none")]
    pub saml_provider_uuid: Option<String>,
    #[serde(rename = "SAMLMetadataDocument", skip_serializing_if = "Option::is_none")]
    pub saml_metadata_document: Option<String>,
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
    #[serde(rename = "ValidUntil", skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Time>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "AssertionEncryptionMode", skip_serializing_if = "Option::is_none")]
    pub assertion_encryption_mode: Option<AssertionEncryptionModeType>,
    #[serde(rename = "PrivateKeyList", skip_serializing_if = "Option::is_none")]
    pub private_key_list: Option<Vec<SAMLPrivateKey>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetSSHPublicKeyRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "SSHPublicKeyId", skip_serializing_if = "Option::is_none")]
    pub ssh_public_key_id: Option<String>,
    #[serde(rename = "Encoding", skip_serializing_if = "Option::is_none")]
    pub encoding: Option<EncodingType>,
}

impl Validate for GetSSHPublicKeyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("SSHPublicKeyId", self.ssh_public_key_id.is_some());
        if let Some(value) = &self.ssh_public_key_id {
            found.within("SSHPublicKeyId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(20.0),
                        max: Some(128.0),
                        pattern: Some("[\\w]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("Encoding", self.encoding.is_some());
        if let Some(value) = &self.encoding {
            found.within("Encoding", |found| {
                found.member_of(value.as_str(), EncodingType::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetSSHPublicKeyResponse {
    #[serde(rename = "SSHPublicKey", skip_serializing_if = "Option::is_none")]
    pub ssh_public_key: Option<SSHPublicKey>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetServerCertificateRequest {
    #[serde(rename = "ServerCertificateName", skip_serializing_if = "Option::is_none")]
    pub server_certificate_name: Option<String>,
}

impl Validate for GetServerCertificateRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("ServerCertificateName", self.server_certificate_name.is_some());
        if let Some(value) = &self.server_certificate_name {
            found.within("ServerCertificateName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetServerCertificateResponse {
    #[serde(rename = "ServerCertificate", skip_serializing_if = "Option::is_none")]
    pub server_certificate: Option<ServerCertificate>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetServiceLastAccessedDetailsRequest {
    #[serde(rename = "JobId", skip_serializing_if = "Option::is_none")]
    pub job_id: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

impl Validate for GetServiceLastAccessedDetailsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("JobId", self.job_id.is_some());
        if let Some(value) = &self.job_id {
            found.within("JobId", |found| {
                found.text(value, &Constraint { min: Some(36.0), max: Some(36.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetServiceLastAccessedDetailsResponse {
    #[serde(rename = "JobStatus", skip_serializing_if = "Option::is_none")]
    pub job_status: Option<JobStatusType>,
    #[serde(rename = "JobType", skip_serializing_if = "Option::is_none")]
    pub job_type: Option<AccessAdvisorUsageGranularityType>,
    #[serde(rename = "JobCreationDate", skip_serializing_if = "Option::is_none")]
    pub job_creation_date: Option<Time>,
    #[serde(rename = "ServicesLastAccessed", skip_serializing_if = "Option::is_none")]
    pub services_last_accessed: Option<Vec<ServiceLastAccessed>>,
    #[serde(rename = "JobCompletionDate", skip_serializing_if = "Option::is_none")]
    pub job_completion_date: Option<Time>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "Error", skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorDetails>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetServiceLastAccessedDetailsWithEntitiesRequest {
    #[serde(rename = "JobId", skip_serializing_if = "Option::is_none")]
    pub job_id: Option<String>,
    #[serde(rename = "ServiceNamespace", skip_serializing_if = "Option::is_none")]
    pub service_namespace: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

impl Validate for GetServiceLastAccessedDetailsWithEntitiesRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("JobId", self.job_id.is_some());
        if let Some(value) = &self.job_id {
            found.within("JobId", |found| {
                found.text(value, &Constraint { min: Some(36.0), max: Some(36.0), ..Constraint::NONE });
            });
        }
        found.required("ServiceNamespace", self.service_namespace.is_some());
        if let Some(value) = &self.service_namespace {
            found.within("ServiceNamespace", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetServiceLastAccessedDetailsWithEntitiesResponse {
    #[serde(rename = "JobStatus", skip_serializing_if = "Option::is_none")]
    pub job_status: Option<JobStatusType>,
    #[serde(rename = "JobCreationDate", skip_serializing_if = "Option::is_none")]
    pub job_creation_date: Option<Time>,
    #[serde(rename = "JobCompletionDate", skip_serializing_if = "Option::is_none")]
    pub job_completion_date: Option<Time>,
    #[serde(rename = "EntityDetailsList", skip_serializing_if = "Option::is_none")]
    pub entity_details_list: Option<Vec<EntityDetails>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "Error", skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorDetails>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetServiceLinkedRoleDeletionStatusRequest {
    #[serde(rename = "DeletionTaskId", skip_serializing_if = "Option::is_none")]
    pub deletion_task_id: Option<String>,
}

impl Validate for GetServiceLinkedRoleDeletionStatusRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("DeletionTaskId", self.deletion_task_id.is_some());
        if let Some(value) = &self.deletion_task_id {
            found.within("DeletionTaskId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetServiceLinkedRoleDeletionStatusResponse {
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<DeletionTaskStatusType>,
    #[serde(rename = "Reason", skip_serializing_if = "Option::is_none")]
    pub reason: Option<DeletionTaskFailureReasonType>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetUserPolicyRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
}

impl Validate for GetUserPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyName", self.policy_name.is_some());
        if let Some(value) = &self.policy_name {
            found.within("PolicyName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetUserPolicyResponse {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "PolicyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetUserRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
}

impl Validate for GetUserRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetUserResponse {
    #[serde(rename = "User", skip_serializing_if = "Option::is_none")]
    pub user: Option<User>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Group {
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "GroupName", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(rename = "GroupId", skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GroupDetail {
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "GroupName", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(rename = "GroupId", skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
    #[serde(rename = "GroupPolicyList", skip_serializing_if = "Option::is_none")]
    pub group_policy_list: Option<Vec<PolicyDetail>>,
    #[serde(rename = "AttachedManagedPolicies", skip_serializing_if = "Option::is_none")]
    pub attached_managed_policies: Option<Vec<AttachedPolicy>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct InstanceProfile {
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "InstanceProfileName", skip_serializing_if = "Option::is_none")]
    pub instance_profile_name: Option<String>,
    #[serde(rename = "InstanceProfileId", skip_serializing_if = "Option::is_none")]
    pub instance_profile_id: Option<String>,
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
    #[serde(rename = "Roles", skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<Role>>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListAccessKeysRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListAccessKeysRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListAccessKeysResponse {
    #[serde(rename = "AccessKeyMetadata", skip_serializing_if = "Option::is_none")]
    pub access_key_metadata: Option<Vec<AccessKeyMetadata>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListAccountAliasesRequest {
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListAccountAliasesRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListAccountAliasesResponse {
    #[serde(rename = "AccountAliases", skip_serializing_if = "Option::is_none")]
    pub account_aliases: Option<Vec<String>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListAttachedGroupPoliciesRequest {
    #[serde(rename = "GroupName", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(rename = "PathPrefix", skip_serializing_if = "Option::is_none")]
    pub path_prefix: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListAttachedGroupPoliciesRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("GroupName", self.group_name.is_some());
        if let Some(value) = &self.group_name {
            found.within("GroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.path_prefix {
            found.within("PathPrefix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("((/[A-Za-z0-9\\.,\\+@=_-]+)*)/"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListAttachedGroupPoliciesResponse {
    #[serde(rename = "AttachedPolicies", skip_serializing_if = "Option::is_none")]
    pub attached_policies: Option<Vec<AttachedPolicy>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListAttachedRolePoliciesRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "PathPrefix", skip_serializing_if = "Option::is_none")]
    pub path_prefix: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListAttachedRolePoliciesRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.path_prefix {
            found.within("PathPrefix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("((/[A-Za-z0-9\\.,\\+@=_-]+)*)/"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListAttachedRolePoliciesResponse {
    #[serde(rename = "AttachedPolicies", skip_serializing_if = "Option::is_none")]
    pub attached_policies: Option<Vec<AttachedPolicy>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListAttachedUserPoliciesRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "PathPrefix", skip_serializing_if = "Option::is_none")]
    pub path_prefix: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListAttachedUserPoliciesRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.path_prefix {
            found.within("PathPrefix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("((/[A-Za-z0-9\\.,\\+@=_-]+)*)/"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListAttachedUserPoliciesResponse {
    #[serde(rename = "AttachedPolicies", skip_serializing_if = "Option::is_none")]
    pub attached_policies: Option<Vec<AttachedPolicy>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListEntitiesForPolicyRequest {
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
    #[serde(rename = "EntityFilter", skip_serializing_if = "Option::is_none")]
    pub entity_filter: Option<EntityType>,
    #[serde(rename = "PathPrefix", skip_serializing_if = "Option::is_none")]
    pub path_prefix: Option<String>,
    #[serde(rename = "PolicyUsageFilter", skip_serializing_if = "Option::is_none")]
    pub policy_usage_filter: Option<PolicyUsageType>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListEntitiesForPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("PolicyArn", self.policy_arn.is_some());
        if let Some(value) = &self.policy_arn {
            found.within("PolicyArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.entity_filter {
            found.within("EntityFilter", |found| {
                found.member_of(value.as_str(), EntityType::NAMES);
            });
        }
        if let Some(value) = &self.path_prefix {
            found.within("PathPrefix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.policy_usage_filter {
            found.within("PolicyUsageFilter", |found| {
                found.member_of(value.as_str(), PolicyUsageType::NAMES);
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListEntitiesForPolicyResponse {
    #[serde(rename = "PolicyGroups", skip_serializing_if = "Option::is_none")]
    pub policy_groups: Option<Vec<PolicyGroup>>,
    #[serde(rename = "PolicyUsers", skip_serializing_if = "Option::is_none")]
    pub policy_users: Option<Vec<PolicyUser>>,
    #[serde(rename = "PolicyRoles", skip_serializing_if = "Option::is_none")]
    pub policy_roles: Option<Vec<PolicyRole>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListGroupPoliciesRequest {
    #[serde(rename = "GroupName", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListGroupPoliciesRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("GroupName", self.group_name.is_some());
        if let Some(value) = &self.group_name {
            found.within("GroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListGroupPoliciesResponse {
    #[serde(rename = "PolicyNames", skip_serializing_if = "Option::is_none")]
    pub policy_names: Option<Vec<String>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListGroupsForUserRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListGroupsForUserRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListGroupsForUserResponse {
    #[serde(rename = "Groups", skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<Group>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListGroupsRequest {
    #[serde(rename = "PathPrefix", skip_serializing_if = "Option::is_none")]
    pub path_prefix: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListGroupsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.path_prefix {
            found.within("PathPrefix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("\\u002F[\\u0021-\\u007F]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListGroupsResponse {
    #[serde(rename = "Groups", skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<Group>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListInstanceProfileTagsRequest {
    #[serde(rename = "InstanceProfileName", skip_serializing_if = "Option::is_none")]
    pub instance_profile_name: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListInstanceProfileTagsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("InstanceProfileName", self.instance_profile_name.is_some());
        if let Some(value) = &self.instance_profile_name {
            found.within("InstanceProfileName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListInstanceProfileTagsResponse {
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListInstanceProfilesForRoleRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListInstanceProfilesForRoleRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListInstanceProfilesForRoleResponse {
    #[serde(rename = "InstanceProfiles", skip_serializing_if = "Option::is_none")]
    pub instance_profiles: Option<Vec<InstanceProfile>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListInstanceProfilesRequest {
    #[serde(rename = "PathPrefix", skip_serializing_if = "Option::is_none")]
    pub path_prefix: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListInstanceProfilesRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.path_prefix {
            found.within("PathPrefix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("\\u002F[\\u0021-\\u007F]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListInstanceProfilesResponse {
    #[serde(rename = "InstanceProfiles", skip_serializing_if = "Option::is_none")]
    pub instance_profiles: Option<Vec<InstanceProfile>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListMFADeviceTagsRequest {
    #[serde(rename = "SerialNumber", skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListMFADeviceTagsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("SerialNumber", self.serial_number.is_some());
        if let Some(value) = &self.serial_number {
            found.within("SerialNumber", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(9.0),
                        max: Some(256.0),
                        pattern: Some("[\\w+=/:,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListMFADeviceTagsResponse {
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListMFADevicesRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListMFADevicesRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListMFADevicesResponse {
    #[serde(rename = "MFADevices", skip_serializing_if = "Option::is_none")]
    pub mfa_devices: Option<Vec<MFADevice>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListOpenIDConnectProviderTagsRequest {
    #[serde(rename = "OpenIDConnectProviderArn", skip_serializing_if = "Option::is_none")]
    pub open_id_connect_provider_arn: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListOpenIDConnectProviderTagsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("OpenIDConnectProviderArn", self.open_id_connect_provider_arn.is_some());
        if let Some(value) = &self.open_id_connect_provider_arn {
            found.within("OpenIDConnectProviderArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListOpenIDConnectProviderTagsResponse {
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListOpenIDConnectProvidersRequest {}

impl Validate for ListOpenIDConnectProvidersRequest {
    fn validate(&self, found: &mut Violations) {}
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListOpenIDConnectProvidersResponse {
    #[serde(rename = "OpenIDConnectProviderList", skip_serializing_if = "Option::is_none")]
    pub open_id_connect_provider_list: Option<Vec<OpenIDConnectProviderListEntry>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListPoliciesGrantingServiceAccessEntry {
    #[serde(rename = "ServiceNamespace", skip_serializing_if = "Option::is_none")]
    pub service_namespace: Option<String>,
    #[serde(rename = "Policies", skip_serializing_if = "Option::is_none")]
    pub policies: Option<Vec<PolicyGrantingServiceAccess>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListPoliciesGrantingServiceAccessRequest {
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "ServiceNamespaces", skip_serializing_if = "Option::is_none")]
    pub service_namespaces: Option<Vec<String>>,
}

impl Validate for ListPoliciesGrantingServiceAccessRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("Arn", self.arn.is_some());
        if let Some(value) = &self.arn {
            found.within("Arn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("ServiceNamespaces", self.service_namespaces.is_some());
        if let Some(value) = &self.service_namespaces {
            found.within("ServiceNamespaces", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(200.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w-]*"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListPoliciesGrantingServiceAccessResponse {
    #[serde(rename = "PoliciesGrantingServiceAccess", skip_serializing_if = "Option::is_none")]
    pub policies_granting_service_access: Option<Vec<ListPoliciesGrantingServiceAccessEntry>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListPoliciesRequest {
    #[serde(rename = "Scope", skip_serializing_if = "Option::is_none")]
    pub scope: Option<PolicyScopeType>,
    #[serde(rename = "OnlyAttached", skip_serializing_if = "Option::is_none")]
    pub only_attached: Option<bool>,
    #[serde(rename = "PathPrefix", skip_serializing_if = "Option::is_none")]
    pub path_prefix: Option<String>,
    #[serde(rename = "PolicyUsageFilter", skip_serializing_if = "Option::is_none")]
    pub policy_usage_filter: Option<PolicyUsageType>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListPoliciesRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.scope {
            found.within("Scope", |found| {
                found.member_of(value.as_str(), PolicyScopeType::NAMES);
            });
        }
        if let Some(value) = &self.path_prefix {
            found.within("PathPrefix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("((/[A-Za-z0-9\\.,\\+@=_-]+)*)/"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.policy_usage_filter {
            found.within("PolicyUsageFilter", |found| {
                found.member_of(value.as_str(), PolicyUsageType::NAMES);
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListPoliciesResponse {
    #[serde(rename = "Policies", skip_serializing_if = "Option::is_none")]
    pub policies: Option<Vec<Policy>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListPolicyTagsRequest {
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListPolicyTagsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("PolicyArn", self.policy_arn.is_some());
        if let Some(value) = &self.policy_arn {
            found.within("PolicyArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListPolicyTagsResponse {
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListPolicyVersionsRequest {
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListPolicyVersionsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("PolicyArn", self.policy_arn.is_some());
        if let Some(value) = &self.policy_arn {
            found.within("PolicyArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListPolicyVersionsResponse {
    #[serde(rename = "Versions", skip_serializing_if = "Option::is_none")]
    pub versions: Option<Vec<PolicyVersion>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListRolePoliciesRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListRolePoliciesRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListRolePoliciesResponse {
    #[serde(rename = "PolicyNames", skip_serializing_if = "Option::is_none")]
    pub policy_names: Option<Vec<String>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListRoleTagsRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListRoleTagsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListRoleTagsResponse {
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListRolesRequest {
    #[serde(rename = "PathPrefix", skip_serializing_if = "Option::is_none")]
    pub path_prefix: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListRolesRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.path_prefix {
            found.within("PathPrefix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("\\u002F[\\u0021-\\u007F]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListRolesResponse {
    #[serde(rename = "Roles", skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<Role>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListSAMLProviderTagsRequest {
    #[serde(rename = "SAMLProviderArn", skip_serializing_if = "Option::is_none")]
    pub saml_provider_arn: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListSAMLProviderTagsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("SAMLProviderArn", self.saml_provider_arn.is_some());
        if let Some(value) = &self.saml_provider_arn {
            found.within("SAMLProviderArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListSAMLProviderTagsResponse {
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListSAMLProvidersRequest {}

impl Validate for ListSAMLProvidersRequest {
    fn validate(&self, found: &mut Violations) {}
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListSAMLProvidersResponse {
    #[serde(rename = "SAMLProviderList", skip_serializing_if = "Option::is_none")]
    pub saml_provider_list: Option<Vec<SAMLProviderListEntry>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListSSHPublicKeysRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListSSHPublicKeysRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListSSHPublicKeysResponse {
    #[serde(rename = "SSHPublicKeys", skip_serializing_if = "Option::is_none")]
    pub ssh_public_keys: Option<Vec<SSHPublicKeyMetadata>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListServerCertificateTagsRequest {
    #[serde(rename = "ServerCertificateName", skip_serializing_if = "Option::is_none")]
    pub server_certificate_name: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListServerCertificateTagsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("ServerCertificateName", self.server_certificate_name.is_some());
        if let Some(value) = &self.server_certificate_name {
            found.within("ServerCertificateName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListServerCertificateTagsResponse {
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListServerCertificatesRequest {
    #[serde(rename = "PathPrefix", skip_serializing_if = "Option::is_none")]
    pub path_prefix: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListServerCertificatesRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.path_prefix {
            found.within("PathPrefix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("\\u002F[\\u0021-\\u007F]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListServerCertificatesResponse {
    #[serde(rename = "ServerCertificateMetadataList", skip_serializing_if = "Option::is_none")]
    pub server_certificate_metadata_list: Option<Vec<ServerCertificateMetadata>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListServiceSpecificCredentialsRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "ServiceName", skip_serializing_if = "Option::is_none")]
    pub service_name: Option<String>,
    #[serde(rename = "AllUsers", skip_serializing_if = "Option::is_none")]
    pub all_users: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListServiceSpecificCredentialsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListServiceSpecificCredentialsResponse {
    #[serde(rename = "ServiceSpecificCredentials", skip_serializing_if = "Option::is_none")]
    pub service_specific_credentials: Option<Vec<ServiceSpecificCredentialMetadata>>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListSigningCertificatesRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListSigningCertificatesRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListSigningCertificatesResponse {
    #[serde(rename = "Certificates", skip_serializing_if = "Option::is_none")]
    pub certificates: Option<Vec<SigningCertificate>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListUserPoliciesRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListUserPoliciesRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListUserPoliciesResponse {
    #[serde(rename = "PolicyNames", skip_serializing_if = "Option::is_none")]
    pub policy_names: Option<Vec<String>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListUserTagsRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListUserTagsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListUserTagsResponse {
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListUsersRequest {
    #[serde(rename = "PathPrefix", skip_serializing_if = "Option::is_none")]
    pub path_prefix: Option<String>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListUsersRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.path_prefix {
            found.within("PathPrefix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("\\u002F[\\u0021-\\u007F]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListUsersResponse {
    #[serde(rename = "Users", skip_serializing_if = "Option::is_none")]
    pub users: Option<Vec<User>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListVirtualMFADevicesRequest {
    #[serde(rename = "AssignmentStatus", skip_serializing_if = "Option::is_none")]
    pub assignment_status: Option<AssignmentStatusType>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for ListVirtualMFADevicesRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.assignment_status {
            found.within("AssignmentStatus", |found| {
                found.member_of(value.as_str(), AssignmentStatusType::NAMES);
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListVirtualMFADevicesResponse {
    #[serde(rename = "VirtualMFADevices", skip_serializing_if = "Option::is_none")]
    pub virtual_mfa_devices: Option<Vec<VirtualMFADevice>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LoginProfile {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
    #[serde(rename = "PasswordResetRequired", skip_serializing_if = "Option::is_none")]
    pub password_reset_required: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MFADevice {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "SerialNumber", skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    #[serde(rename = "EnableDate", skip_serializing_if = "Option::is_none")]
    pub enable_date: Option<Time>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ManagedPolicyDetail {
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "PolicyId", skip_serializing_if = "Option::is_none")]
    pub policy_id: Option<String>,
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "DefaultVersionId", skip_serializing_if = "Option::is_none")]
    pub default_version_id: Option<String>,
    #[serde(rename = "AttachmentCount", skip_serializing_if = "Option::is_none")]
    pub attachment_count: Option<i64>,
    #[serde(rename = "PermissionsBoundaryUsageCount", skip_serializing_if = "Option::is_none")]
    pub permissions_boundary_usage_count: Option<i64>,
    #[serde(rename = "IsAttachable", skip_serializing_if = "Option::is_none")]
    pub is_attachable: Option<bool>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
    #[serde(rename = "UpdateDate", skip_serializing_if = "Option::is_none")]
    pub update_date: Option<Time>,
    #[serde(rename = "PolicyVersionList", skip_serializing_if = "Option::is_none")]
    pub policy_version_list: Option<Vec<PolicyVersion>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OpenIDConnectProviderListEntry {
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OrganizationsDecisionDetail {
    #[serde(rename = "AllowedByOrganizations", skip_serializing_if = "Option::is_none")]
    pub allowed_by_organizations: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PasswordPolicy {
    #[serde(rename = "MinimumPasswordLength", skip_serializing_if = "Option::is_none")]
    pub minimum_password_length: Option<i64>,
    #[serde(rename = "RequireSymbols", skip_serializing_if = "Option::is_none")]
    pub require_symbols: Option<bool>,
    #[serde(rename = "RequireNumbers", skip_serializing_if = "Option::is_none")]
    pub require_numbers: Option<bool>,
    #[serde(rename = "RequireUppercaseCharacters", skip_serializing_if = "Option::is_none")]
    pub require_uppercase_characters: Option<bool>,
    #[serde(rename = "RequireLowercaseCharacters", skip_serializing_if = "Option::is_none")]
    pub require_lowercase_characters: Option<bool>,
    #[serde(rename = "AllowUsersToChangePassword", skip_serializing_if = "Option::is_none")]
    pub allow_users_to_change_password: Option<bool>,
    #[serde(rename = "ExpirePasswords", skip_serializing_if = "Option::is_none")]
    pub expire_passwords: Option<bool>,
    #[serde(rename = "MaxPasswordAge", skip_serializing_if = "Option::is_none")]
    pub max_password_age: Option<i64>,
    #[serde(rename = "PasswordReusePrevention", skip_serializing_if = "Option::is_none")]
    pub password_reuse_prevention: Option<i64>,
    #[serde(rename = "HardExpiry", skip_serializing_if = "Option::is_none")]
    pub hard_expiry: Option<bool>,
}

string_enum! {
    pub enum PermissionsBoundaryAttachmentType {
        PermissionsBoundaryPolicy = "PermissionsBoundaryPolicy",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PermissionsBoundaryDecisionDetail {
    #[serde(rename = "AllowedByPermissionsBoundary", skip_serializing_if = "Option::is_none")]
    pub allowed_by_permissions_boundary: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "PolicyId", skip_serializing_if = "Option::is_none")]
    pub policy_id: Option<String>,
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "DefaultVersionId", skip_serializing_if = "Option::is_none")]
    pub default_version_id: Option<String>,
    #[serde(rename = "AttachmentCount", skip_serializing_if = "Option::is_none")]
    pub attachment_count: Option<i64>,
    #[serde(rename = "PermissionsBoundaryUsageCount", skip_serializing_if = "Option::is_none")]
    pub permissions_boundary_usage_count: Option<i64>,
    #[serde(rename = "IsAttachable", skip_serializing_if = "Option::is_none")]
    pub is_attachable: Option<bool>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
    #[serde(rename = "UpdateDate", skip_serializing_if = "Option::is_none")]
    pub update_date: Option<Time>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PolicyDetail {
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "PolicyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
}

string_enum! {
    pub enum PolicyEvaluationDecisionType {
        Allowed = "allowed",
        ExplicitDeny = "explicitDeny",
        ImplicitDeny = "implicitDeny",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PolicyGrantingServiceAccess {
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "PolicyType", skip_serializing_if = "Option::is_none")]
    pub policy_type: Option<PolicyType>,
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
    #[serde(rename = "EntityType", skip_serializing_if = "Option::is_none")]
    pub entity_type: Option<PolicyOwnerEntityType>,
    #[serde(rename = "EntityName", skip_serializing_if = "Option::is_none")]
    pub entity_name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PolicyGroup {
    #[serde(rename = "GroupName", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(rename = "GroupId", skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PolicyRole {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "RoleId", skip_serializing_if = "Option::is_none")]
    pub role_id: Option<String>,
}

string_enum! {
    pub enum PolicySourceType {
        User = "user",
        Group = "group",
        Role = "role",
        AwsManaged = "aws-managed",
        UserManaged = "user-managed",
        Resource = "resource",
        None = "none",
    }
}

string_enum! {
    pub enum PolicyUsageType {
        PermissionsPolicy = "PermissionsPolicy",
        PermissionsBoundary = "PermissionsBoundary",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PolicyUser {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "UserId", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PolicyVersion {
    #[serde(rename = "Document", skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    #[serde(rename = "VersionId", skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
    #[serde(rename = "IsDefaultVersion", skip_serializing_if = "Option::is_none")]
    pub is_default_version: Option<bool>,
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Position {
    #[serde(rename = "Line", skip_serializing_if = "Option::is_none")]
    pub line: Option<i64>,
    #[serde(rename = "Column", skip_serializing_if = "Option::is_none")]
    pub column: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutGroupPolicyRequest {
    #[serde(rename = "GroupName", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "PolicyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
}

impl Validate for PutGroupPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("GroupName", self.group_name.is_some());
        if let Some(value) = &self.group_name {
            found.within("GroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyName", self.policy_name.is_some());
        if let Some(value) = &self.policy_name {
            found.within("PolicyName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyDocument", self.policy_document.is_some());
        if let Some(value) = &self.policy_document {
            found.within("PolicyDocument", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(131072.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutRolePermissionsBoundaryRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "PermissionsBoundary", skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<String>,
}

impl Validate for PutRolePermissionsBoundaryRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PermissionsBoundary", self.permissions_boundary.is_some());
        if let Some(value) = &self.permissions_boundary {
            found.within("PermissionsBoundary", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutRolePolicyRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "PolicyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
}

impl Validate for PutRolePolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyName", self.policy_name.is_some());
        if let Some(value) = &self.policy_name {
            found.within("PolicyName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyDocument", self.policy_document.is_some());
        if let Some(value) = &self.policy_document {
            found.within("PolicyDocument", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(131072.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutUserPermissionsBoundaryRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "PermissionsBoundary", skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<String>,
}

impl Validate for PutUserPermissionsBoundaryRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PermissionsBoundary", self.permissions_boundary.is_some());
        if let Some(value) = &self.permissions_boundary {
            found.within("PermissionsBoundary", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutUserPolicyRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "PolicyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
}

impl Validate for PutUserPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyName", self.policy_name.is_some());
        if let Some(value) = &self.policy_name {
            found.within("PolicyName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyDocument", self.policy_document.is_some());
        if let Some(value) = &self.policy_document {
            found.within("PolicyDocument", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(131072.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RemoveClientIDFromOpenIDConnectProviderRequest {
    #[serde(rename = "OpenIDConnectProviderArn", skip_serializing_if = "Option::is_none")]
    pub open_id_connect_provider_arn: Option<String>,
    #[serde(rename = "ClientID", skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
}

impl Validate for RemoveClientIDFromOpenIDConnectProviderRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("OpenIDConnectProviderArn", self.open_id_connect_provider_arn.is_some());
        if let Some(value) = &self.open_id_connect_provider_arn {
            found.within("OpenIDConnectProviderArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("ClientID", self.client_id.is_some());
        if let Some(value) = &self.client_id {
            found.within("ClientID", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(255.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RemoveRoleFromInstanceProfileRequest {
    #[serde(rename = "InstanceProfileName", skip_serializing_if = "Option::is_none")]
    pub instance_profile_name: Option<String>,
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
}

impl Validate for RemoveRoleFromInstanceProfileRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("InstanceProfileName", self.instance_profile_name.is_some());
        if let Some(value) = &self.instance_profile_name {
            found.within("InstanceProfileName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RemoveUserFromGroupRequest {
    #[serde(rename = "GroupName", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
}

impl Validate for RemoveUserFromGroupRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("GroupName", self.group_name.is_some());
        if let Some(value) = &self.group_name {
            found.within("GroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

string_enum! {
    pub enum ReportFormatType {
        TextCsv = "text/csv",
    }
}

string_enum! {
    pub enum ReportStateType {
        Started = "STARTED",
        Inprogress = "INPROGRESS",
        Complete = "COMPLETE",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ResetServiceSpecificCredentialRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "ServiceSpecificCredentialId", skip_serializing_if = "Option::is_none")]
    pub service_specific_credential_id: Option<String>,
}

impl Validate for ResetServiceSpecificCredentialRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("ServiceSpecificCredentialId", self.service_specific_credential_id.is_some());
        if let Some(value) = &self.service_specific_credential_id {
            found.within("ServiceSpecificCredentialId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(20.0),
                        max: Some(128.0),
                        pattern: Some("[\\w]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ResetServiceSpecificCredentialResponse {
    #[serde(rename = "ServiceSpecificCredential", skip_serializing_if = "Option::is_none")]
    pub service_specific_credential: Option<ServiceSpecificCredential>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ResourceSpecificResult {
    #[serde(rename = "EvalResourceName", skip_serializing_if = "Option::is_none")]
    pub eval_resource_name: Option<String>,
    #[serde(rename = "EvalResourceDecision", skip_serializing_if = "Option::is_none")]
    pub eval_resource_decision: Option<PolicyEvaluationDecisionType>,
    #[serde(rename = "MatchedStatements", skip_serializing_if = "Option::is_none")]
    pub matched_statements: Option<Vec<Statement>>,
    #[serde(rename = "MissingContextValues", skip_serializing_if = "Option::is_none")]
    pub missing_context_values: Option<Vec<String>>,
    #[serde(rename = "EvalDecisionDetails", skip_serializing_if = "Option::is_none")]
    pub eval_decision_details: Option<BTreeMap<String, PolicyEvaluationDecisionType>>,
    #[serde(rename = "PermissionsBoundaryDecisionDetail", skip_serializing_if = "Option::is_none")]
    pub permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ResyncMFADeviceRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "SerialNumber", skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    #[serde(rename = "AuthenticationCode1", skip_serializing_if = "Option::is_none")]
    pub authentication_code1: Option<String>,
    #[serde(rename = "AuthenticationCode2", skip_serializing_if = "Option::is_none")]
    pub authentication_code2: Option<String>,
}

impl Validate for ResyncMFADeviceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("SerialNumber", self.serial_number.is_some());
        if let Some(value) = &self.serial_number {
            found.within("SerialNumber", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(9.0),
                        max: Some(256.0),
                        pattern: Some("[\\w+=/:,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("AuthenticationCode1", self.authentication_code1.is_some());
        if let Some(value) = &self.authentication_code1 {
            found.within("AuthenticationCode1", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(6.0),
                        max: Some(6.0),
                        pattern: Some("[\\d]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("AuthenticationCode2", self.authentication_code2.is_some());
        if let Some(value) = &self.authentication_code2 {
            found.within("AuthenticationCode2", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(6.0),
                        max: Some(6.0),
                        pattern: Some("[\\d]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Role {
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "RoleId", skip_serializing_if = "Option::is_none")]
    pub role_id: Option<String>,
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
    #[serde(rename = "AssumeRolePolicyDocument", skip_serializing_if = "Option::is_none")]
    pub assume_role_policy_document: Option<String>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "MaxSessionDuration", skip_serializing_if = "Option::is_none")]
    pub max_session_duration: Option<i64>,
    #[serde(rename = "PermissionsBoundary", skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "RoleLastUsed", skip_serializing_if = "Option::is_none")]
    pub role_last_used: Option<RoleLastUsed>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RoleDetail {
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "RoleId", skip_serializing_if = "Option::is_none")]
    pub role_id: Option<String>,
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
    #[serde(rename = "AssumeRolePolicyDocument", skip_serializing_if = "Option::is_none")]
    pub assume_role_policy_document: Option<String>,
    #[serde(rename = "InstanceProfileList", skip_serializing_if = "Option::is_none")]
    pub instance_profile_list: Option<Vec<InstanceProfile>>,
    #[serde(rename = "RolePolicyList", skip_serializing_if = "Option::is_none")]
    pub role_policy_list: Option<Vec<PolicyDetail>>,
    #[serde(rename = "AttachedManagedPolicies", skip_serializing_if = "Option::is_none")]
    pub attached_managed_policies: Option<Vec<AttachedPolicy>>,
    #[serde(rename = "PermissionsBoundary", skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "RoleLastUsed", skip_serializing_if = "Option::is_none")]
    pub role_last_used: Option<RoleLastUsed>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RoleLastUsed {
    #[serde(rename = "LastUsedDate", skip_serializing_if = "Option::is_none")]
    pub last_used_date: Option<Time>,
    #[serde(rename = "Region", skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RoleUsageType {
    #[serde(rename = "Region", skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(rename = "Resources", skip_serializing_if = "Option::is_none")]
    pub resources: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SAMLPrivateKey {
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "Timestamp", skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<Time>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SAMLProviderListEntry {
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "ValidUntil", skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Time>,
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SSHPublicKey {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "SSHPublicKeyId", skip_serializing_if = "Option::is_none")]
    pub ssh_public_key_id: Option<String>,
    #[serde(rename = "Fingerprint", skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    #[serde(rename = "SSHPublicKeyBody", skip_serializing_if = "Option::is_none")]
    pub ssh_public_key_body: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusType>,
    #[serde(rename = "UploadDate", skip_serializing_if = "Option::is_none")]
    pub upload_date: Option<Time>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SSHPublicKeyMetadata {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "SSHPublicKeyId", skip_serializing_if = "Option::is_none")]
    pub ssh_public_key_id: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusType>,
    #[serde(rename = "UploadDate", skip_serializing_if = "Option::is_none")]
    pub upload_date: Option<Time>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ServerCertificate {
    #[serde(rename = "ServerCertificateMetadata", skip_serializing_if = "Option::is_none")]
    pub server_certificate_metadata: Option<ServerCertificateMetadata>,
    #[serde(rename = "CertificateBody", skip_serializing_if = "Option::is_none")]
    pub certificate_body: Option<String>,
    #[serde(rename = "CertificateChain", skip_serializing_if = "Option::is_none")]
    pub certificate_chain: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ServerCertificateMetadata {
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "ServerCertificateName", skip_serializing_if = "Option::is_none")]
    pub server_certificate_name: Option<String>,
    #[serde(rename = "ServerCertificateId", skip_serializing_if = "Option::is_none")]
    pub server_certificate_id: Option<String>,
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "UploadDate", skip_serializing_if = "Option::is_none")]
    pub upload_date: Option<Time>,
    #[serde(rename = "Expiration", skip_serializing_if = "Option::is_none")]
    pub expiration: Option<Time>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ServiceLastAccessed {
    #[serde(rename = "ServiceName", skip_serializing_if = "Option::is_none")]
    pub service_name: Option<String>,
    #[serde(rename = "LastAuthenticated", skip_serializing_if = "Option::is_none")]
    pub last_authenticated: Option<Time>,
    #[serde(rename = "ServiceNamespace", skip_serializing_if = "Option::is_none")]
    pub service_namespace: Option<String>,
    #[serde(rename = "LastAuthenticatedEntity", skip_serializing_if = "Option::is_none")]
    pub last_authenticated_entity: Option<String>,
    #[serde(rename = "LastAuthenticatedRegion", skip_serializing_if = "Option::is_none")]
    pub last_authenticated_region: Option<String>,
    #[serde(rename = "TotalAuthenticatedEntities", skip_serializing_if = "Option::is_none")]
    pub total_authenticated_entities: Option<i64>,
    #[serde(rename = "TrackedActionsLastAccessed", skip_serializing_if = "Option::is_none")]
    pub tracked_actions_last_accessed: Option<Vec<TrackedActionLastAccessed>>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ServiceSpecificCredential {
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
    #[serde(rename = "ExpirationDate", skip_serializing_if = "Option::is_none")]
    pub expiration_date: Option<Time>,
    #[serde(rename = "ServiceName", skip_serializing_if = "Option::is_none")]
    pub service_name: Option<String>,
    #[serde(rename = "ServiceUserName", skip_serializing_if = "Option::is_none")]
    pub service_user_name: Option<String>,
    #[serde(rename = "ServicePassword", skip_serializing_if = "Option::is_none")]
    pub service_password: Option<String>,
    #[serde(rename = "ServiceCredentialAlias", skip_serializing_if = "Option::is_none")]
    pub service_credential_alias: Option<String>,
    #[serde(rename = "ServiceCredentialSecret", skip_serializing_if = "Option::is_none")]
    pub service_credential_secret: Option<String>,
    #[serde(rename = "ServiceSpecificCredentialId", skip_serializing_if = "Option::is_none")]
    pub service_specific_credential_id: Option<String>,
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusType>,
}

impl std::fmt::Debug for ServiceSpecificCredential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServiceSpecificCredential")
            .field("create_date", &self.create_date)
            .field("expiration_date", &self.expiration_date)
            .field("service_name", &self.service_name)
            .field("service_user_name", &self.service_user_name)
            .field("service_credential_alias", &self.service_credential_alias)
            .field("service_specific_credential_id", &self.service_specific_credential_id)
            .field("user_name", &self.user_name)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ServiceSpecificCredentialMetadata {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusType>,
    #[serde(rename = "ServiceUserName", skip_serializing_if = "Option::is_none")]
    pub service_user_name: Option<String>,
    #[serde(rename = "ServiceCredentialAlias", skip_serializing_if = "Option::is_none")]
    pub service_credential_alias: Option<String>,
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
    #[serde(rename = "ExpirationDate", skip_serializing_if = "Option::is_none")]
    pub expiration_date: Option<Time>,
    #[serde(rename = "ServiceSpecificCredentialId", skip_serializing_if = "Option::is_none")]
    pub service_specific_credential_id: Option<String>,
    #[serde(rename = "ServiceName", skip_serializing_if = "Option::is_none")]
    pub service_name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SetDefaultPolicyVersionRequest {
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
    #[serde(rename = "VersionId", skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
}

impl Validate for SetDefaultPolicyVersionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("PolicyArn", self.policy_arn.is_some());
        if let Some(value) = &self.policy_arn {
            found.within("PolicyArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("VersionId", self.version_id.is_some());
        if let Some(value) = &self.version_id {
            found.within("VersionId", |found| {
                found.text(
                    value,
                    &Constraint { pattern: Some("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?"), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SetSecurityTokenServicePreferencesRequest {
    #[serde(rename = "GlobalEndpointTokenVersion", skip_serializing_if = "Option::is_none")]
    pub global_endpoint_token_version: Option<GlobalEndpointTokenVersion>,
}

impl Validate for SetSecurityTokenServicePreferencesRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("GlobalEndpointTokenVersion", self.global_endpoint_token_version.is_some());
        if let Some(value) = &self.global_endpoint_token_version {
            found.within("GlobalEndpointTokenVersion", |found| {
                found.member_of(value.as_str(), GlobalEndpointTokenVersion::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SigningCertificate {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "CertificateId", skip_serializing_if = "Option::is_none")]
    pub certificate_id: Option<String>,
    #[serde(rename = "CertificateBody", skip_serializing_if = "Option::is_none")]
    pub certificate_body: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusType>,
    #[serde(rename = "UploadDate", skip_serializing_if = "Option::is_none")]
    pub upload_date: Option<Time>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SimulateCustomPolicyRequest {
    #[serde(rename = "PolicyInputList", skip_serializing_if = "Option::is_none")]
    pub policy_input_list: Option<Vec<String>>,
    #[serde(rename = "PermissionsBoundaryPolicyInputList", skip_serializing_if = "Option::is_none")]
    pub permissions_boundary_policy_input_list: Option<Vec<String>>,
    #[serde(rename = "ActionNames", skip_serializing_if = "Option::is_none")]
    pub action_names: Option<Vec<String>>,
    #[serde(rename = "ResourceArns", skip_serializing_if = "Option::is_none")]
    pub resource_arns: Option<Vec<String>>,
    #[serde(rename = "ResourcePolicy", skip_serializing_if = "Option::is_none")]
    pub resource_policy: Option<String>,
    #[serde(rename = "ResourceOwner", skip_serializing_if = "Option::is_none")]
    pub resource_owner: Option<String>,
    #[serde(rename = "CallerArn", skip_serializing_if = "Option::is_none")]
    pub caller_arn: Option<String>,
    #[serde(rename = "ContextEntries", skip_serializing_if = "Option::is_none")]
    pub context_entries: Option<Vec<ContextEntry>>,
    #[serde(rename = "ResourceHandlingOption", skip_serializing_if = "Option::is_none")]
    pub resource_handling_option: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

impl Validate for SimulateCustomPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("PolicyInputList", self.policy_input_list.is_some());
        if let Some(value) = &self.policy_input_list {
            found.within("PolicyInputList", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(131072.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.permissions_boundary_policy_input_list {
            found.within("PermissionsBoundaryPolicyInputList", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(131072.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        found.required("ActionNames", self.action_names.is_some());
        if let Some(value) = &self.action_names {
            found.within("ActionNames", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(3.0), max: Some(128.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.resource_arns {
            found.within("ResourceArns", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.resource_policy {
            found.within("ResourcePolicy", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(131072.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.resource_owner {
            found.within("ResourceOwner", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.caller_arn {
            found.within("CallerArn", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.context_entries {
            found.within("ContextEntries", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.resource_handling_option {
            found.within("ResourceHandlingOption", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(64.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SimulatePolicyResponse {
    #[serde(rename = "EvaluationResults", skip_serializing_if = "Option::is_none")]
    pub evaluation_results: Option<Vec<EvaluationResult>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SimulatePrincipalPolicyRequest {
    #[serde(rename = "PolicySourceArn", skip_serializing_if = "Option::is_none")]
    pub policy_source_arn: Option<String>,
    #[serde(rename = "PolicyInputList", skip_serializing_if = "Option::is_none")]
    pub policy_input_list: Option<Vec<String>>,
    #[serde(rename = "PermissionsBoundaryPolicyInputList", skip_serializing_if = "Option::is_none")]
    pub permissions_boundary_policy_input_list: Option<Vec<String>>,
    #[serde(rename = "ActionNames", skip_serializing_if = "Option::is_none")]
    pub action_names: Option<Vec<String>>,
    #[serde(rename = "ResourceArns", skip_serializing_if = "Option::is_none")]
    pub resource_arns: Option<Vec<String>>,
    #[serde(rename = "ResourcePolicy", skip_serializing_if = "Option::is_none")]
    pub resource_policy: Option<String>,
    #[serde(rename = "ResourceOwner", skip_serializing_if = "Option::is_none")]
    pub resource_owner: Option<String>,
    #[serde(rename = "CallerArn", skip_serializing_if = "Option::is_none")]
    pub caller_arn: Option<String>,
    #[serde(rename = "ContextEntries", skip_serializing_if = "Option::is_none")]
    pub context_entries: Option<Vec<ContextEntry>>,
    #[serde(rename = "ResourceHandlingOption", skip_serializing_if = "Option::is_none")]
    pub resource_handling_option: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

impl Validate for SimulatePrincipalPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("PolicySourceArn", self.policy_source_arn.is_some());
        if let Some(value) = &self.policy_source_arn {
            found.within("PolicySourceArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.policy_input_list {
            found.within("PolicyInputList", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(131072.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.permissions_boundary_policy_input_list {
            found.within("PermissionsBoundaryPolicyInputList", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(131072.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        found.required("ActionNames", self.action_names.is_some());
        if let Some(value) = &self.action_names {
            found.within("ActionNames", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(3.0), max: Some(128.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.resource_arns {
            found.within("ResourceArns", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.resource_policy {
            found.within("ResourcePolicy", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(131072.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.resource_owner {
            found.within("ResourceOwner", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.caller_arn {
            found.within("CallerArn", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.context_entries {
            found.within("ContextEntries", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.resource_handling_option {
            found.within("ResourceHandlingOption", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(64.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(320.0),
                        pattern: Some("[\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    #[serde(rename = "SourcePolicyId", skip_serializing_if = "Option::is_none")]
    pub source_policy_id: Option<String>,
    #[serde(rename = "SourcePolicyType", skip_serializing_if = "Option::is_none")]
    pub source_policy_type: Option<PolicySourceType>,
    #[serde(rename = "StartPosition", skip_serializing_if = "Option::is_none")]
    pub start_position: Option<Position>,
    #[serde(rename = "EndPosition", skip_serializing_if = "Option::is_none")]
    pub end_position: Option<Position>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tag {
    #[serde(rename = "Key", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Validate for Tag {
    fn validate(&self, found: &mut Violations) {
        found.required("Key", self.key.is_some());
        if let Some(value) = &self.key {
            found.within("Key", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("Value", self.value.is_some());
        if let Some(value) = &self.value {
            found.within("Value", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(0.0),
                        max: Some(256.0),
                        pattern: Some("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TagInstanceProfileRequest {
    #[serde(rename = "InstanceProfileName", skip_serializing_if = "Option::is_none")]
    pub instance_profile_name: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for TagInstanceProfileRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("InstanceProfileName", self.instance_profile_name.is_some());
        if let Some(value) = &self.instance_profile_name {
            found.within("InstanceProfileName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("Tags", self.tags.is_some());
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TagMFADeviceRequest {
    #[serde(rename = "SerialNumber", skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for TagMFADeviceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("SerialNumber", self.serial_number.is_some());
        if let Some(value) = &self.serial_number {
            found.within("SerialNumber", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(9.0),
                        max: Some(256.0),
                        pattern: Some("[\\w+=/:,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("Tags", self.tags.is_some());
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TagOpenIDConnectProviderRequest {
    #[serde(rename = "OpenIDConnectProviderArn", skip_serializing_if = "Option::is_none")]
    pub open_id_connect_provider_arn: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for TagOpenIDConnectProviderRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("OpenIDConnectProviderArn", self.open_id_connect_provider_arn.is_some());
        if let Some(value) = &self.open_id_connect_provider_arn {
            found.within("OpenIDConnectProviderArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("Tags", self.tags.is_some());
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TagPolicyRequest {
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for TagPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("PolicyArn", self.policy_arn.is_some());
        if let Some(value) = &self.policy_arn {
            found.within("PolicyArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("Tags", self.tags.is_some());
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TagRoleRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for TagRoleRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("Tags", self.tags.is_some());
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TagSAMLProviderRequest {
    #[serde(rename = "SAMLProviderArn", skip_serializing_if = "Option::is_none")]
    pub saml_provider_arn: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for TagSAMLProviderRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("SAMLProviderArn", self.saml_provider_arn.is_some());
        if let Some(value) = &self.saml_provider_arn {
            found.within("SAMLProviderArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("Tags", self.tags.is_some());
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TagServerCertificateRequest {
    #[serde(rename = "ServerCertificateName", skip_serializing_if = "Option::is_none")]
    pub server_certificate_name: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for TagServerCertificateRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("ServerCertificateName", self.server_certificate_name.is_some());
        if let Some(value) = &self.server_certificate_name {
            found.within("ServerCertificateName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("Tags", self.tags.is_some());
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TagUserRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for TagUserRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("Tags", self.tags.is_some());
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TrackedActionLastAccessed {
    #[serde(rename = "ActionName", skip_serializing_if = "Option::is_none")]
    pub action_name: Option<String>,
    #[serde(rename = "LastAccessedEntity", skip_serializing_if = "Option::is_none")]
    pub last_accessed_entity: Option<String>,
    #[serde(rename = "LastAccessedTime", skip_serializing_if = "Option::is_none")]
    pub last_accessed_time: Option<Time>,
    #[serde(rename = "LastAccessedRegion", skip_serializing_if = "Option::is_none")]
    pub last_accessed_region: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UntagInstanceProfileRequest {
    #[serde(rename = "InstanceProfileName", skip_serializing_if = "Option::is_none")]
    pub instance_profile_name: Option<String>,
    #[serde(rename = "TagKeys", skip_serializing_if = "Option::is_none")]
    pub tag_keys: Option<Vec<String>>,
}

impl Validate for UntagInstanceProfileRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("InstanceProfileName", self.instance_profile_name.is_some());
        if let Some(value) = &self.instance_profile_name {
            found.within("InstanceProfileName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("TagKeys", self.tag_keys.is_some());
        if let Some(value) = &self.tag_keys {
            found.within("TagKeys", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UntagMFADeviceRequest {
    #[serde(rename = "SerialNumber", skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    #[serde(rename = "TagKeys", skip_serializing_if = "Option::is_none")]
    pub tag_keys: Option<Vec<String>>,
}

impl Validate for UntagMFADeviceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("SerialNumber", self.serial_number.is_some());
        if let Some(value) = &self.serial_number {
            found.within("SerialNumber", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(9.0),
                        max: Some(256.0),
                        pattern: Some("[\\w+=/:,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("TagKeys", self.tag_keys.is_some());
        if let Some(value) = &self.tag_keys {
            found.within("TagKeys", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UntagOpenIDConnectProviderRequest {
    #[serde(rename = "OpenIDConnectProviderArn", skip_serializing_if = "Option::is_none")]
    pub open_id_connect_provider_arn: Option<String>,
    #[serde(rename = "TagKeys", skip_serializing_if = "Option::is_none")]
    pub tag_keys: Option<Vec<String>>,
}

impl Validate for UntagOpenIDConnectProviderRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("OpenIDConnectProviderArn", self.open_id_connect_provider_arn.is_some());
        if let Some(value) = &self.open_id_connect_provider_arn {
            found.within("OpenIDConnectProviderArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("TagKeys", self.tag_keys.is_some());
        if let Some(value) = &self.tag_keys {
            found.within("TagKeys", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UntagPolicyRequest {
    #[serde(rename = "PolicyArn", skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
    #[serde(rename = "TagKeys", skip_serializing_if = "Option::is_none")]
    pub tag_keys: Option<Vec<String>>,
}

impl Validate for UntagPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("PolicyArn", self.policy_arn.is_some());
        if let Some(value) = &self.policy_arn {
            found.within("PolicyArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("TagKeys", self.tag_keys.is_some());
        if let Some(value) = &self.tag_keys {
            found.within("TagKeys", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UntagRoleRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "TagKeys", skip_serializing_if = "Option::is_none")]
    pub tag_keys: Option<Vec<String>>,
}

impl Validate for UntagRoleRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("TagKeys", self.tag_keys.is_some());
        if let Some(value) = &self.tag_keys {
            found.within("TagKeys", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UntagSAMLProviderRequest {
    #[serde(rename = "SAMLProviderArn", skip_serializing_if = "Option::is_none")]
    pub saml_provider_arn: Option<String>,
    #[serde(rename = "TagKeys", skip_serializing_if = "Option::is_none")]
    pub tag_keys: Option<Vec<String>>,
}

impl Validate for UntagSAMLProviderRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("SAMLProviderArn", self.saml_provider_arn.is_some());
        if let Some(value) = &self.saml_provider_arn {
            found.within("SAMLProviderArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("TagKeys", self.tag_keys.is_some());
        if let Some(value) = &self.tag_keys {
            found.within("TagKeys", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UntagServerCertificateRequest {
    #[serde(rename = "ServerCertificateName", skip_serializing_if = "Option::is_none")]
    pub server_certificate_name: Option<String>,
    #[serde(rename = "TagKeys", skip_serializing_if = "Option::is_none")]
    pub tag_keys: Option<Vec<String>>,
}

impl Validate for UntagServerCertificateRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("ServerCertificateName", self.server_certificate_name.is_some());
        if let Some(value) = &self.server_certificate_name {
            found.within("ServerCertificateName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("TagKeys", self.tag_keys.is_some());
        if let Some(value) = &self.tag_keys {
            found.within("TagKeys", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UntagUserRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "TagKeys", skip_serializing_if = "Option::is_none")]
    pub tag_keys: Option<Vec<String>>,
}

impl Validate for UntagUserRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("TagKeys", self.tag_keys.is_some());
        if let Some(value) = &self.tag_keys {
            found.within("TagKeys", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateAccessKeyRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "AccessKeyId", skip_serializing_if = "Option::is_none")]
    pub access_key_id: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusType>,
}

impl Validate for UpdateAccessKeyRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("AccessKeyId", self.access_key_id.is_some());
        if let Some(value) = &self.access_key_id {
            found.within("AccessKeyId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(16.0),
                        max: Some(128.0),
                        pattern: Some("[\\w]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("Status", self.status.is_some());
        if let Some(value) = &self.status {
            found.within("Status", |found| {
                found.member_of(value.as_str(), StatusType::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateAccountPasswordPolicyRequest {
    #[serde(rename = "MinimumPasswordLength", skip_serializing_if = "Option::is_none")]
    pub minimum_password_length: Option<i64>,
    #[serde(rename = "RequireSymbols", skip_serializing_if = "Option::is_none")]
    pub require_symbols: Option<bool>,
    #[serde(rename = "RequireNumbers", skip_serializing_if = "Option::is_none")]
    pub require_numbers: Option<bool>,
    #[serde(rename = "RequireUppercaseCharacters", skip_serializing_if = "Option::is_none")]
    pub require_uppercase_characters: Option<bool>,
    #[serde(rename = "RequireLowercaseCharacters", skip_serializing_if = "Option::is_none")]
    pub require_lowercase_characters: Option<bool>,
    #[serde(rename = "AllowUsersToChangePassword", skip_serializing_if = "Option::is_none")]
    pub allow_users_to_change_password: Option<bool>,
    #[serde(rename = "MaxPasswordAge", skip_serializing_if = "Option::is_none")]
    pub max_password_age: Option<i64>,
    #[serde(rename = "PasswordReusePrevention", skip_serializing_if = "Option::is_none")]
    pub password_reuse_prevention: Option<i64>,
    #[serde(rename = "HardExpiry", skip_serializing_if = "Option::is_none")]
    pub hard_expiry: Option<bool>,
}

impl Validate for UpdateAccountPasswordPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.minimum_password_length {
            found.within("MinimumPasswordLength", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(6.0), max: Some(128.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.max_password_age {
            found.within("MaxPasswordAge", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1095.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.password_reuse_prevention {
            found.within("PasswordReusePrevention", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(24.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateAssumeRolePolicyRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "PolicyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
}

impl Validate for UpdateAssumeRolePolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PolicyDocument", self.policy_document.is_some());
        if let Some(value) = &self.policy_document {
            found.within("PolicyDocument", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(131072.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateGroupRequest {
    #[serde(rename = "GroupName", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(rename = "NewPath", skip_serializing_if = "Option::is_none")]
    pub new_path: Option<String>,
    #[serde(rename = "NewGroupName", skip_serializing_if = "Option::is_none")]
    pub new_group_name: Option<String>,
}

impl Validate for UpdateGroupRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("GroupName", self.group_name.is_some());
        if let Some(value) = &self.group_name {
            found.within("GroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.new_path {
            found.within("NewPath", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.new_group_name {
            found.within("NewGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateLoginProfileRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "Password", skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    #[serde(rename = "PasswordResetRequired", skip_serializing_if = "Option::is_none")]
    pub password_reset_required: Option<bool>,
}

impl std::fmt::Debug for UpdateLoginProfileRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UpdateLoginProfileRequest")
            .field("user_name", &self.user_name)
            .field("password_reset_required", &self.password_reset_required)
            .finish_non_exhaustive()
    }
}

impl Validate for UpdateLoginProfileRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.password {
            found.within("Password", |found| {
                found.hidden_text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateOpenIDConnectProviderThumbprintRequest {
    #[serde(rename = "OpenIDConnectProviderArn", skip_serializing_if = "Option::is_none")]
    pub open_id_connect_provider_arn: Option<String>,
    #[serde(rename = "ThumbprintList", skip_serializing_if = "Option::is_none")]
    pub thumbprint_list: Option<Vec<String>>,
}

impl Validate for UpdateOpenIDConnectProviderThumbprintRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("OpenIDConnectProviderArn", self.open_id_connect_provider_arn.is_some());
        if let Some(value) = &self.open_id_connect_provider_arn {
            found.within("OpenIDConnectProviderArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("ThumbprintList", self.thumbprint_list.is_some());
        if let Some(value) = &self.thumbprint_list {
            found.within("ThumbprintList", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(40.0), max: Some(40.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateRoleDescriptionRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Validate for UpdateRoleDescriptionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("Description", self.description.is_some());
        if let Some(value) = &self.description {
            found.within("Description", |found| {
                found.text(
                    value,
                    &Constraint {
                        max: Some(1000.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateRoleDescriptionResponse {
    #[serde(rename = "Role", skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateRoleRequest {
    #[serde(rename = "RoleName", skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "MaxSessionDuration", skip_serializing_if = "Option::is_none")]
    pub max_session_duration: Option<i64>,
}

impl Validate for UpdateRoleRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("RoleName", self.role_name.is_some());
        if let Some(value) = &self.role_name {
            found.within("RoleName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.description {
            found.within("Description", |found| {
                found.text(
                    value,
                    &Constraint {
                        max: Some(1000.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.max_session_duration {
            found.within("MaxSessionDuration", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(3600.0), max: Some(43200.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateRoleResponse {}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateSAMLProviderRequest {
    #[serde(rename = "SAMLMetadataDocument", skip_serializing_if = "Option::is_none")]
    pub saml_metadata_document: Option<String>,
    #[serde(rename = "SAMLProviderArn", skip_serializing_if = "Option::is_none")]
    pub saml_provider_arn: Option<String>,
    #[serde(rename = "AssertionEncryptionMode", skip_serializing_if = "Option::is_none")]
    pub assertion_encryption_mode: Option<AssertionEncryptionModeType>,
    #[serde(rename = "AddPrivateKey", skip_serializing_if = "Option::is_none")]
    pub add_private_key: Option<String>,
    #[serde(rename = "RemovePrivateKey", skip_serializing_if = "Option::is_none")]
    pub remove_private_key: Option<String>,
}

impl std::fmt::Debug for UpdateSAMLProviderRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UpdateSAMLProviderRequest")
            .field("saml_metadata_document", &self.saml_metadata_document)
            .field("saml_provider_arn", &self.saml_provider_arn)
            .field("assertion_encryption_mode", &self.assertion_encryption_mode)
            .field("remove_private_key", &self.remove_private_key)
            .finish_non_exhaustive()
    }
}

impl Validate for UpdateSAMLProviderRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.saml_metadata_document {
            found.within("SAMLMetadataDocument", |found| {
                found.text(
                    value,
                    &Constraint { min: Some(1000.0), max: Some(10000000.0), ..Constraint::NONE },
                );
            });
        }
        found.required("SAMLProviderArn", self.saml_provider_arn.is_some());
        if let Some(value) = &self.saml_provider_arn {
            found.within("SAMLProviderArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.assertion_encryption_mode {
            found.within("AssertionEncryptionMode", |found| {
                found.member_of(value.as_str(), AssertionEncryptionModeType::NAMES);
            });
        }
        if let Some(value) = &self.add_private_key {
            found.within("AddPrivateKey", |found| {
                found.hidden_text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(16384.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.remove_private_key {
            found.within("RemovePrivateKey", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(22.0),
                        max: Some(64.0),
                        pattern: Some("[A-Z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateSAMLProviderResponse {
    #[serde(rename = "SAMLProviderArn", skip_serializing_if = "Option::is_none")]
    pub saml_provider_arn: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateSSHPublicKeyRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "SSHPublicKeyId", skip_serializing_if = "Option::is_none")]
    pub ssh_public_key_id: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusType>,
}

impl Validate for UpdateSSHPublicKeyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("SSHPublicKeyId", self.ssh_public_key_id.is_some());
        if let Some(value) = &self.ssh_public_key_id {
            found.within("SSHPublicKeyId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(20.0),
                        max: Some(128.0),
                        pattern: Some("[\\w]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("Status", self.status.is_some());
        if let Some(value) = &self.status {
            found.within("Status", |found| {
                found.member_of(value.as_str(), StatusType::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateServerCertificateRequest {
    #[serde(rename = "ServerCertificateName", skip_serializing_if = "Option::is_none")]
    pub server_certificate_name: Option<String>,
    #[serde(rename = "NewPath", skip_serializing_if = "Option::is_none")]
    pub new_path: Option<String>,
    #[serde(rename = "NewServerCertificateName", skip_serializing_if = "Option::is_none")]
    pub new_server_certificate_name: Option<String>,
}

impl Validate for UpdateServerCertificateRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("ServerCertificateName", self.server_certificate_name.is_some());
        if let Some(value) = &self.server_certificate_name {
            found.within("ServerCertificateName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.new_path {
            found.within("NewPath", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.new_server_certificate_name {
            found.within("NewServerCertificateName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateServiceSpecificCredentialRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "ServiceSpecificCredentialId", skip_serializing_if = "Option::is_none")]
    pub service_specific_credential_id: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusType>,
}

impl Validate for UpdateServiceSpecificCredentialRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("ServiceSpecificCredentialId", self.service_specific_credential_id.is_some());
        if let Some(value) = &self.service_specific_credential_id {
            found.within("ServiceSpecificCredentialId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(20.0),
                        max: Some(128.0),
                        pattern: Some("[\\w]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("Status", self.status.is_some());
        if let Some(value) = &self.status {
            found.within("Status", |found| {
                found.member_of(value.as_str(), StatusType::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateSigningCertificateRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "CertificateId", skip_serializing_if = "Option::is_none")]
    pub certificate_id: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusType>,
}

impl Validate for UpdateSigningCertificateRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("CertificateId", self.certificate_id.is_some());
        if let Some(value) = &self.certificate_id {
            found.within("CertificateId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(24.0),
                        max: Some(128.0),
                        pattern: Some("[\\w]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("Status", self.status.is_some());
        if let Some(value) = &self.status {
            found.within("Status", |found| {
                found.member_of(value.as_str(), StatusType::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateUserRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "NewPath", skip_serializing_if = "Option::is_none")]
    pub new_path: Option<String>,
    #[serde(rename = "NewUserName", skip_serializing_if = "Option::is_none")]
    pub new_user_name: Option<String>,
}

impl Validate for UpdateUserRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.new_path {
            found.within("NewPath", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.new_user_name {
            found.within("NewUserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UploadSSHPublicKeyRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "SSHPublicKeyBody", skip_serializing_if = "Option::is_none")]
    pub ssh_public_key_body: Option<String>,
}

impl Validate for UploadSSHPublicKeyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("UserName", self.user_name.is_some());
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(64.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("SSHPublicKeyBody", self.ssh_public_key_body.is_some());
        if let Some(value) = &self.ssh_public_key_body {
            found.within("SSHPublicKeyBody", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(16384.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UploadSSHPublicKeyResponse {
    #[serde(rename = "SSHPublicKey", skip_serializing_if = "Option::is_none")]
    pub ssh_public_key: Option<SSHPublicKey>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UploadServerCertificateRequest {
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "ServerCertificateName", skip_serializing_if = "Option::is_none")]
    pub server_certificate_name: Option<String>,
    #[serde(rename = "CertificateBody", skip_serializing_if = "Option::is_none")]
    pub certificate_body: Option<String>,
    #[serde(rename = "PrivateKey", skip_serializing_if = "Option::is_none")]
    pub private_key: Option<String>,
    #[serde(rename = "CertificateChain", skip_serializing_if = "Option::is_none")]
    pub certificate_chain: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl std::fmt::Debug for UploadServerCertificateRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UploadServerCertificateRequest")
            .field("path", &self.path)
            .field("server_certificate_name", &self.server_certificate_name)
            .field("certificate_body", &self.certificate_body)
            .field("certificate_chain", &self.certificate_chain)
            .field("tags", &self.tags)
            .finish_non_exhaustive()
    }
}

impl Validate for UploadServerCertificateRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.path {
            found.within("Path", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("ServerCertificateName", self.server_certificate_name.is_some());
        if let Some(value) = &self.server_certificate_name {
            found.within("ServerCertificateName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("CertificateBody", self.certificate_body.is_some());
        if let Some(value) = &self.certificate_body {
            found.within("CertificateBody", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(16384.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("PrivateKey", self.private_key.is_some());
        if let Some(value) = &self.private_key {
            found.within("PrivateKey", |found| {
                found.hidden_text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(16384.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.certificate_chain {
            found.within("CertificateChain", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(2097152.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UploadServerCertificateResponse {
    #[serde(rename = "ServerCertificateMetadata", skip_serializing_if = "Option::is_none")]
    pub server_certificate_metadata: Option<ServerCertificateMetadata>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UploadSigningCertificateRequest {
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "CertificateBody", skip_serializing_if = "Option::is_none")]
    pub certificate_body: Option<String>,
}

impl Validate for UploadSigningCertificateRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.user_name {
            found.within("UserName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("[\\w+=,.@-]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("CertificateBody", self.certificate_body.is_some());
        if let Some(value) = &self.certificate_body {
            found.within("CertificateBody", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(16384.0),
                        pattern: Some("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UploadSigningCertificateResponse {
    #[serde(rename = "Certificate", skip_serializing_if = "Option::is_none")]
    pub certificate: Option<SigningCertificate>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct User {
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "UserId", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
    #[serde(rename = "PasswordLastUsed", skip_serializing_if = "Option::is_none")]
    pub password_last_used: Option<Time>,
    #[serde(rename = "PermissionsBoundary", skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UserDetail {
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "UserName", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(rename = "UserId", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "CreateDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<Time>,
    #[serde(rename = "UserPolicyList", skip_serializing_if = "Option::is_none")]
    pub user_policy_list: Option<Vec<PolicyDetail>>,
    #[serde(rename = "GroupList", skip_serializing_if = "Option::is_none")]
    pub group_list: Option<Vec<String>>,
    #[serde(rename = "AttachedManagedPolicies", skip_serializing_if = "Option::is_none")]
    pub attached_managed_policies: Option<Vec<AttachedPolicy>>,
    #[serde(rename = "PermissionsBoundary", skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VirtualMFADevice {
    #[serde(rename = "SerialNumber", skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    #[serde(rename = "Base32StringSeed", skip_serializing_if = "Option::is_none")]
    pub base32_string_seed: Option<Blob>,
    #[serde(rename = "QRCodePNG", skip_serializing_if = "Option::is_none")]
    pub qr_code_png: Option<Blob>,
    #[serde(rename = "User", skip_serializing_if = "Option::is_none")]
    pub user: Option<User>,
    #[serde(rename = "EnableDate", skip_serializing_if = "Option::is_none")]
    pub enable_date: Option<Time>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl std::fmt::Debug for VirtualMFADevice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VirtualMFADevice")
            .field("serial_number", &self.serial_number)
            .field("user", &self.user)
            .field("enable_date", &self.enable_date)
            .field("tags", &self.tags)
            .finish_non_exhaustive()
    }
}

string_enum! {
    pub enum AssertionEncryptionModeType {
        Required = "Required",
        Allowed = "Allowed",
    }
}

string_enum! {
    pub enum AssignmentStatusType {
        Assigned = "Assigned",
        Unassigned = "Unassigned",
        Any = "Any",
    }
}

string_enum! {
    pub enum EncodingType {
        Ssh = "SSH",
        Pem = "PEM",
    }
}

string_enum! {
    pub enum GlobalEndpointTokenVersion {
        V1Token = "v1Token",
        V2Token = "v2Token",
    }
}

string_enum! {
    pub enum JobStatusType {
        InProgress = "IN_PROGRESS",
        Completed = "COMPLETED",
        Failed = "FAILED",
    }
}

string_enum! {
    pub enum PolicyOwnerEntityType {
        User = "USER",
        Role = "ROLE",
        Group = "GROUP",
    }
}

string_enum! {
    pub enum PolicyScopeType {
        All = "All",
        Aws = "AWS",
        Local = "Local",
    }
}

string_enum! {
    pub enum PolicyType {
        Inline = "INLINE",
        Managed = "MANAGED",
    }
}

string_enum! {
    pub enum StatusType {
        Active = "Active",
        Inactive = "Inactive",
        Expired = "Expired",
    }
}

string_enum! {
    pub enum SummaryKeyType {
        Users = "Users",
        UsersQuota = "UsersQuota",
        Groups = "Groups",
        GroupsQuota = "GroupsQuota",
        ServerCertificates = "ServerCertificates",
        ServerCertificatesQuota = "ServerCertificatesQuota",
        UserPolicySizeQuota = "UserPolicySizeQuota",
        GroupPolicySizeQuota = "GroupPolicySizeQuota",
        GroupsPerUserQuota = "GroupsPerUserQuota",
        SigningCertificatesPerUserQuota = "SigningCertificatesPerUserQuota",
        AccessKeysPerUserQuota = "AccessKeysPerUserQuota",
        MFADevices = "MFADevices",
        MFADevicesInUse = "MFADevicesInUse",
        AccountMFAEnabled = "AccountMFAEnabled",
        AccountAccessKeysPresent = "AccountAccessKeysPresent",
        AccountPasswordPresent = "AccountPasswordPresent",
        AccountSigningCertificatesPresent = "AccountSigningCertificatesPresent",
        AttachedPoliciesPerGroupQuota = "AttachedPoliciesPerGroupQuota",
        AttachedPoliciesPerRoleQuota = "AttachedPoliciesPerRoleQuota",
        AttachedPoliciesPerUserQuota = "AttachedPoliciesPerUserQuota",
        Policies = "Policies",
        PoliciesQuota = "PoliciesQuota",
        PolicySizeQuota = "PolicySizeQuota",
        PolicyVersionsInUse = "PolicyVersionsInUse",
        PolicyVersionsInUseQuota = "PolicyVersionsInUseQuota",
        VersionsPerPolicyQuota = "VersionsPerPolicyQuota",
        GlobalEndpointTokenVersion = "GlobalEndpointTokenVersion",
        AssumeRolePolicySizeQuota = "AssumeRolePolicySizeQuota",
        InstanceProfiles = "InstanceProfiles",
        InstanceProfilesQuota = "InstanceProfilesQuota",
        Providers = "Providers",
        RolePolicySizeQuota = "RolePolicySizeQuota",
        Roles = "Roles",
        RolesQuota = "RolesQuota",
    }
}
