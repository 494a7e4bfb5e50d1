using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;

namespace KubeApi.Errors;

/// <summary>The recommended action for a failure of the client, in terms of cmdlets and parameters.</summary>
internal static class Advice
{
    /// <summary>The recommended action; null for none.</summary>
    public static string? For(KubeApiException e) =>
        string.Join(' ', new[] { e.RecommendedAction, OfKind(e) ?? OfRemedy(e.Remedy) }.OfType<string>()) is { Length: > 0 } advice ? advice : null;

    /// <summary>The failure of a port-forward whose wait ended without success.</summary>
    /// <param name="e">The last failure.</param>
    /// <param name="target">What it forwards to: <c>Pod/web-1</c>.</param>
    /// <param name="namespace">Its namespace.</param>
    public static KubeApiException AfterWait(KubeApiException e, string target, string @namespace) => e.WithRecommendedAction(
        (e.Failure == FailureKind.Timeout ? "Check that a program in the container listens on that port. "
            : StartAdvice(e) is null ? $"To find out why: Show-KubeApiObject {QuotedArgument.Of(target)} -Namespace {QuotedArgument.Of(@namespace)}. "
            : "") + "To wait longer: -Timeout.");

    private static string? OfKind(KubeApiException e) => e.Failure switch
    {
        FailureKind.ExecPluginNeedsConsole => "Connect in an interactive shell (without -NonInteractive, not in a job or a parallel block), "
            + "or use a login without a prompt: a service principal, a workload identity, -Token.",
        // Otherwise the recommended action is the kubeconfig's installHint.
        FailureKind.ExecPluginNotFound when e.RecommendedAction is null => "Install it, or connect with -Uri, -CertificateAuthority and -Token instead.",
        FailureKind.ExecPluginNotAllowed => $"If you trust it: -ExecPluginPolicy AllowList -ExecPluginAllowList {QuotedArgument.Quoted(e.Status.Name)}.",
        FailureKind.WorkloadPaused =>
            $"Resume it first: Update-KubeApiObject deployment {Name(e)} @{{ spec = @{{ paused = $false }} }} -Namespace {Namespace(e)}",
        FailureKind.RevisionNotFound =>
            "(Get-KubeApiRollout …).Revisions lists the revisions and their changes; spec.revisionHistoryLimit limits their number.",
        FailureKind.ItemExists => "-Force overwrites files.",
        FailureKind.ToolNotFound => "To add a container with these tools to the pod, and copy through it: -DebugImage busybox.",
        FailureKind.LineTooLong => "To save bytes instead of lines: Invoke-KubeApiCommand -OutFile; for a log, Invoke-KubeApi -OutFile "
            + "/api/v1/namespaces/NAMESPACE/pods/POD/log.",
        FailureKind.PodNotRunning or FailureKind.ContainerNotRunning when StartAdvice(e) is { } start => start,
        FailureKind.PodNotRunning when e.Status.Reason == PodState.Pending && e.RecommendedAction is null => "To wait until it accepts connections: -Wait.",
        FailureKind.ContainerNotRunning => e.Status.Reason == RemoteCommandStart.NeverStarted
            ? $"To wait until the pod is ready: Wait-KubeApiObject {QuotedArgument.Of($"pod/{e.Target?.Name}")} -Namespace {Namespace(e)}."
            : $"Its output: Get-KubeApiLog {Name(e)} -Container {QuotedArgument.Of(e.Status.Name)} -Namespace {Namespace(e)}.",
        FailureKind.WaitTimeout when e.RecommendedAction is null => "To wait longer: -Timeout.",
        FailureKind.LogNotAvailable when e.Status.Reason == LogFault.Previous =>
            "A node keeps the log of one earlier run at most, and removes it with that run's container. To read the log of the current run: omit -Previous.",
        FailureKind.FieldNotFound when e.Status.Name.Length > 0 => $"To list its fields: Get-KubeApiSchema {QuotedArgument.Of(e.Status.Name)}.",
        FailureKind.ResourceTypeNotFound => "Get-KubeApiResource lists the resource types, with apiVersion and kind.",
        _ => null,
    };

    private static string? StartAdvice(KubeApiException e) =>
        e.Status.Causes is [var cause] ? WaitAdvice.ForStart(cause.Reason, cause.Message) : null;

    private static string Name(KubeApiException e) => QuotedArgument.Of(e.Target?.Name);

    private static string Namespace(KubeApiException e) => QuotedArgument.Of(e.Target?.Namespace);

    private static string? OfRemedy(Remedy remedy) => remedy switch
    {
        Remedy.ImpersonatedUser => "Also specify the user to impersonate: -As, or 'as' in a kubeconfig.",
        Remedy.LongerTimeout => "To wait longer: -RequestTimeout.",
        Remedy.ServerCertificate => "If that is the fingerprint of your server's certificate, pass this certificate as -CertificateAuthority server.crt. "
            + "Otherwise this is not your server.",
        Remedy.CertificateAuthority => "Pass the cluster's CA as -CertificateAuthority ca.crt (in a pod, the file next to the token; in a kubeconfig, "
            + "certificate-authority-data). If you did, this may not be your server.",
        Remedy.TlsServerName => "Connect with one of these names, or pass the name to expect as -TlsServerName.",
        Remedy.LoadedCertificate => "Or load it with [System.Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromEncryptedPemFile("
            + "CERTIFICATE, PASSWORD, KEY), and connect with -Uri and -ClientCertificate.",
        Remedy.ClientKey => "Name the file of the key, too: -ClientKey, or client-key in a kubeconfig.",
        Remedy.ProxyAddress => "Check the proxy's address: proxy-url in the kubeconfig, -ProxyUri, or HTTPS_PROXY.",
        Remedy.FasterReader => "The pipeline may be slower than the server allows: request fewer objects at a time with a smaller -PageSize "
            + "(and without -ResourceVersion 0), or store them in a variable before you process them.",
        Remedy.ShorterList => "List again, with a selector or a larger -PageSize, or store the objects in a variable before you process them.",
        Remedy.Cluster => "Name one with -Cluster.",
        Remedy.Context => "Name one with -Context.",
        Remedy.ContextName => "Use another name for the context: -Name NAME.",
        Remedy.Server => "Name a server: Connect-KubeApi -Uri https://HOST:6443 -CertificateAuthority ca.crt -Token (Read-Host -AsSecureString), "
            + "or a file: $env:KUBECONFIG = 'PATH'; Connect-KubeApi.",
        Remedy.ServiceAccountFolder =>
            "Check that the pod mounts its service account (automountServiceAccountToken), or name the folder with -ServiceAccountPath.",
        _ => null,
    };
}
