using System.Collections;
using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Requests;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;

namespace KubeApi.Commands;

/// <summary>Sends any request to the session's server: any method on any path.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "KubeApi", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PSObject), typeof(string))]
public sealed class InvokeKubeApiCommand : SessionCmdlet
{
    private RawRequestSender? _sender;

    /// <summary>The HTTP method. A path alone means GET.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(MethodCompleter))]
    [ValidateNotNullOrEmpty]
    public string Method { get; set; } = "GET";

    /// <summary>The path on the session's server, beginning with one '/'.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(PathCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Query parameters; their values are escaped.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Query { get; set; }

    /// <summary>The body: a string or bytes, sent as they are; or a hashtable, object or array, sent as JSON.</summary>
    [Parameter]
    [AllowNull]
    public object? Body { get; set; }

    /// <summary>The body's media type. Without it JSON; for PATCH a merge patch, or a JSON patch if the body is an array.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MediaTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ContentType { get; set; }

    /// <summary>The Accept header. By default JSON, or any other type that the server offers.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Accept { get; set; } = "application/json, */*";

    /// <summary>Additional headers.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Header { get; set; }

    /// <summary>Write the response to this file instead of the pipeline.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _sender = new RawRequestSender(Pipeline, Sessions, OutFile is null ? null : Resolve(OutFile, nameof(OutFile), isNew: true));
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        var (method, path) = MethodAndPath();
        foreach (var session in Sessions.All)
        {
            Pipeline.Attempt(path, session, () => _sender!.Send(session, BuildRequest(method, path)));
        }
    }

    private (string Method, string Path) MethodAndPath() =>
        Path is not null ? (Method.ToUpperInvariant(), Path)
        : Method.Contains('/', StringComparison.Ordinal) ? ("GET", Method)
        : throw new ArgumentException("Specify a path: Invoke-KubeApi /api, or Invoke-KubeApi DELETE /api/v1/namespaces/demo.");

    private ApiRequest BuildRequest(string method, string path)
    {
        ApiPath.Check(path);
        RawRequest.Check(method, path, Query, MyInvocation.BoundParameters.ContainsKey(nameof(Body)), Body);
        var query = RawRequest.Query(path, Query);
        return new ApiRequest(new HttpMethod(method), path + query)
        {
            Accept = Accept,
            Body = RawRequest.Body(Body),
            ContentType = ContentType ?? RawRequest.ContentType(method, Body),
            Headers = RawRequest.Headers(Header),
            RepeatSafety = RawRequest.SafetyOf(method, path),
            IsLongRunning = RawRequest.IsLongRunning(path + query),
        };
    }
}
