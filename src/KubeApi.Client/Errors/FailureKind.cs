namespace KubeApi.Client.Errors;

/// <summary>What kind of thing went wrong, before any detail.</summary>
public enum FailureKind
{
    /// <summary>The server answered, and the answer is a failure.</summary>
    Refused,

    /// <summary>The server has no resource type of the name.</summary>
    ResourceTypeNotFound,

    /// <summary>The session was closed, before the request or while it ran.</summary>
    SessionClosed,

    /// <summary>No connection: name not found, refused, reset, or cut in the middle of an answer.</summary>
    ConnectionFailed,

    /// <summary>The proxy on the way cannot be reached, or refuses.</summary>
    ProxyFailed,

    /// <summary>A change was sent, and whether it was carried out is not known.</summary>
    UnknownOutcome,

    /// <summary>The server's certificate is not signed by a trusted CA.</summary>
    CertificateNotTrusted,

    /// <summary>The server's certificate is expired, or not valid yet.</summary>
    CertificateExpired,

    /// <summary>The server's certificate is for other names.</summary>
    CertificateNameMismatch,

    /// <summary>The server did not answer in time.</summary>
    Timeout,

    /// <summary>The server answered with something that is not what the API promises.</summary>
    InvalidAnswer,

    /// <summary>A subresource was read that is text, or something else that is no JSON.</summary>
    NotJson,

    /// <summary>A kubeconfig, service-account folder, certificate or other setting cannot be used.</summary>
    InvalidConfiguration,

    /// <summary>A credential cannot be had, or cannot be sent.</summary>
    CredentialUnavailable,

    /// <summary>A kubeconfig's exec plugin is not installed.</summary>
    ExecPluginNotFound,

    /// <summary>An exec plugin may not be run, by the user's own policy.</summary>
    ExecPluginNotAllowed,

    /// <summary>An exec plugin asks the user, and there is no console.</summary>
    ExecPluginNeedsConsole,

    /// <summary>An exec plugin cannot be started, or ended with an exit code that is not 0.</summary>
    ExecPluginFailed,

    /// <summary>An exec plugin answered something that is no ExecCredential.</summary>
    ExecPluginAnswerInvalid,

    /// <summary>An exec plugin answered in another version than it was asked in.</summary>
    ExecPluginVersionMismatch,

    /// <summary>An exec plugin answered without a credential.</summary>
    ExecPluginAnswerEmpty,

    /// <summary>The script block that gives the token failed, gave none, or cannot be run here.</summary>
    TokenScriptFailed,

    /// <summary>A resource type cannot do what workloads do.</summary>
    WorkloadNotSupported,

    /// <summary>A paused deployment does nothing until it is resumed.</summary>
    WorkloadPaused,

    /// <summary>A workload has no revision of the number.</summary>
    RevisionNotFound,
}
