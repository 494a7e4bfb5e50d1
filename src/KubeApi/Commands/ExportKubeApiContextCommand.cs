using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Requests;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;

namespace KubeApi.Commands;

/// <summary>Writes a kubeconfig file that connects as the session does, or as a service account.</summary>
[Cmdlet(VerbsData.Export, "KubeApiContext", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportKubeApiContextCommand : KubeApiCmdlet
{
    /// <summary>The file. It must not exist, except with -Merge.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The session, its name, or the name of a kubeconfig context. Without it, the current session.</summary>
    [Parameter(ValueFromPipeline = true)]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionOrContextCompleter))]
    [ValidateNotNull]
    public SessionArgument? Session { get; set; }

    /// <summary>Connect as this service account, with a new token, instead of the session's user.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ServiceAccountCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ServiceAccount { get; set; }

    /// <summary>How long the token of the service account is valid: seconds, <c>8h</c>, or a TimeSpan; without it the server's default.</summary>
    [Parameter]
    [SecondsTransformation(IsLifetime = true)]
    public TimeSpan? Duration { get; set; }

    /// <summary>The namespace of the context, and of the service account; without it the session's.</summary>
    [Parameter]
    [Alias("n")]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <summary>The name of the context; without it the session's, or ACCOUNT@SESSION.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Add the context to an existing file.</summary>
    [Parameter]
    public SwitchParameter Merge { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Duration is not null && ServiceAccount is null)
        {
            throw new ArgumentException("-Duration sets the lifetime of a new token, so it requires -ServiceAccount.");
        }

        if (Namespace is not null)
        {
            _ = PathSegment.EscapeNamespace(Namespace);
        }

        var sessions = new SessionScope(Pipeline, Session is null ? null : [Session], null, needsCurrent: true);
        var session = sessions.Only("A context");
        var path = Resolve(Path, nameof(Path), isNew: true);
        var exporter = new ContextExporter(Pipeline, sessions) { Merge = Merge };
        if (exporter.Write(path, session, ServiceAccount, Duration, Name, Namespace ?? session.Namespace))
        {
            WriteObject(LocalPath.ItemAt(SessionState, path));
        }
    }
}
