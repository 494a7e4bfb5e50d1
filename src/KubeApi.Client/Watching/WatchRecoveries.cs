using KubeApi.Client.Errors;

namespace KubeApi.Client.Watching;

/// <summary>Maps failures to the recovery of a watch.</summary>
internal static class WatchRecoveries
{
    public static WatchRecovery After(KubeApiException failure) => failure switch
    {
        { Failure: FailureKind.ConnectionFailed or FailureKind.ProxyFailed or FailureKind.Timeout or FailureKind.InvalidAnswer } => WatchRecovery.Resume,
        // The login of a plugin or a script may need the same network as the watch.
        { Failure: FailureKind.CredentialUnavailable or FailureKind.ExecPluginFailed or FailureKind.TokenScriptFailed } => WatchRecovery.AwaitAccess,
        { Failure: not FailureKind.Refused } => WatchRecovery.End,
        { StatusCode: 410 } or { Status.Reason: "Expired" or "Gone" } => WatchRecovery.Relist,
        { StatusCode: 404 } => WatchRecovery.AwaitType,
        { StatusCode: 401 or 403 } => WatchRecovery.AwaitAccess,
        { StatusCode: 429 or >= 500 } => WatchRecovery.Resume,
        _ => WatchRecovery.End,
    };
}
