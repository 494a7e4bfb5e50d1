namespace KubeApi.Client.Errors;

/// <summary>The kind of a failure.</summary>
public enum FailureKind
{
    /// <summary>The server responded with a failure.</summary>
    Refused,

    /// <summary>The server has no resource type of that name.</summary>
    ResourceTypeNotFound,

    /// <summary>The session was closed, before the request or while it ran.</summary>
    SessionClosed,

    /// <summary>No connection: name not found, refused, reset, or lost in the middle of a response; or the response is not HTTP.</summary>
    ConnectionFailed,

    /// <summary>The proxy is unreachable, or rejects the request.</summary>
    ProxyFailed,

    /// <summary>A local address or port cannot be listened on.</summary>
    CannotListen,

    /// <summary>A change was sent, but its outcome is unknown.</summary>
    UnknownOutcome,

    /// <summary>The server's certificate is not signed by a trusted CA.</summary>
    CertificateNotTrusted,

    /// <summary>The server's certificate is expired, or not valid yet.</summary>
    CertificateExpired,

    /// <summary>The server's certificate is for other names.</summary>
    CertificateNameMismatch,

    /// <summary>The server did not respond in time.</summary>
    Timeout,

    /// <summary>The response is not valid for a Kubernetes API.</summary>
    InvalidAnswer,

    /// <summary>The response is not JSON, such as the text of a log.</summary>
    NotJson,

    /// <summary>A kubeconfig, service account folder, certificate or other setting is invalid.</summary>
    InvalidConfiguration,

    /// <summary>A credential is unavailable, or cannot be sent.</summary>
    CredentialUnavailable,

    /// <summary>A kubeconfig's exec plugin is not installed.</summary>
    ExecPluginNotFound,

    /// <summary>The plugin policy forbids an exec plugin.</summary>
    ExecPluginNotAllowed,

    /// <summary>An exec plugin has to prompt the user, but no console is available.</summary>
    ExecPluginNeedsConsole,

    /// <summary>An exec plugin cannot be started, or ended with an exit code that is not 0.</summary>
    ExecPluginFailed,

    /// <summary>The output of an exec plugin is not an ExecCredential.</summary>
    ExecPluginAnswerInvalid,

    /// <summary>An exec plugin responded with another apiVersion.</summary>
    ExecPluginVersionMismatch,

    /// <summary>The response of an exec plugin has no credential.</summary>
    ExecPluginAnswerEmpty,

    /// <summary>The script block for the token failed, returned no token, or cannot run here.</summary>
    TokenScriptFailed,

    /// <summary>A resource type has no rollouts or no scale.</summary>
    WorkloadNotSupported,

    /// <summary>The deployment is paused.</summary>
    WorkloadPaused,

    /// <summary>A workload has no revision of that number.</summary>
    RevisionNotFound,

    /// <summary>An object did not meet its conditions in time.</summary>
    WaitTimeout,

    /// <summary>An object does not meet its conditions, and is not expected to.</summary>
    WaitFailed,

    /// <summary>A stream (exec, attach, log, port-forward) broke before its end, or ended without the status that confirms it.</summary>
    StreamBroken,

    /// <summary>The server does not speak the stream protocol that is necessary.</summary>
    StreamNotSupported,

    /// <summary>A command in a container failed: its exit code was not 0, or it could not be started.</summary>
    CommandFailed,

    /// <summary>A line of a log or of a command's output is too long for a string.</summary>
    LineTooLong,

    /// <summary>The node cannot read the log of a container, because it was removed, for example.</summary>
    LogNotAvailable,

    /// <summary>A resource type has no field of the name, or the server publishes no schema of it.</summary>
    FieldNotFound,

    /// <summary>A workload or a selector has no pod.</summary>
    PodNotFound,

    /// <summary>A pod has not started, has finished or was deleted, so no connection to it is possible.</summary>
    PodNotRunning,

    /// <summary>A pod has no container of the name.</summary>
    ContainerNotFound,

    /// <summary>A container is waiting or has terminated, so no command can run in it.</summary>
    ContainerNotRunning,

    /// <summary>A pod or a service has no port of the name or number.</summary>
    PortNotFound,

    /// <summary>An item to copy does not exist.</summary>
    ItemNotFound,

    /// <summary>Something of the name of a copy exists.</summary>
    ItemExists,

    /// <summary>An item is not copied, because that would be unsafe or is not possible.</summary>
    ItemRefused,

    /// <summary>A copy has another size or SHA-256 than its original.</summary>
    ItemDiffers,

    /// <summary>A local file cannot be read or written by a copy.</summary>
    FileNotCopied,

    /// <summary>The local file for the input of a command cannot be read.</summary>
    FileNotRead,

    /// <summary>The local file for the output of a command cannot be written.</summary>
    FileNotWritten,

    /// <summary>A container has none of the programs that are necessary.</summary>
    ToolNotFound,

    /// <summary>The server does not serve metrics.k8s.io, or an object was not measured.</summary>
    MetricsNotAvailable,
}
