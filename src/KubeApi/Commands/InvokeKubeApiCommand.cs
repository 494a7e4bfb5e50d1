using System.Collections;
using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Sends any request to the session's server: any method on any path.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "KubeApi", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PSObject), typeof(string))]
public sealed class InvokeKubeApiCommand : SessionCmdlet
{
    private static readonly string[] s_readingMethods = ["GET", "HEAD", "OPTIONS"];

    private bool _wroteFile;

    /// <summary>The HTTP method. Where only a path stands, GET is meant.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(MethodCompleter))]
    [ValidateNotNullOrEmpty]
    public string Method { get; set; } = "GET";

    /// <summary>The path on the session's server, beginning with one '/'.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
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

    /// <summary>The media type to ask for. Without it JSON, or whatever there is.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Accept { get; set; } = "application/json, */*";

    /// <summary>More headers.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Header { get; set; }

    /// <summary>Write the answer to this file instead of the pipeline.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var (method, path) = MethodAndPath();
        foreach (var session in Sessions)
        {
            Attempt(path, session, () => Send(session, BuildRequest(method, path)));
        }
    }

    private (string Method, string Path) MethodAndPath() =>
        Path is not null ? (Method.ToUpperInvariant(), Path)
        : Method.Contains('/', StringComparison.Ordinal) ? ("GET", Method)
        : throw new ArgumentException("Give a path: Invoke-KubeApi /api, or Invoke-KubeApi DELETE /api/v1/namespaces/demo.");

    private ApiRequest BuildRequest(string method, string path)
    {
        ApiPath.Check(path);
        if (!s_readingMethods.Contains(method))
        {
            RawRequest.CheckChange(method, path, Query, MyInvocation.BoundParameters.ContainsKey(nameof(Body)), Body);
        }

        if (!s_readingMethods.Contains(method) && path.Split('?', 2)[0].EndsWith('/') && !path.Contains("/proxy/", StringComparison.Ordinal))
        {
            // "…/configmaps/$nmae" is every ConfigMap of the namespace.
            throw new ArgumentException($"The path '{path}' of a {method} ends with '/': is a variable in it empty?");
        }

        if (!method.All(char.IsAsciiLetter))
        {
            throw new ArgumentException($"'{method}' is no HTTP method.");
        }

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

    private void Send(KubeApiSession session, ApiRequest request)
    {
        if (!s_readingMethods.Contains(request.Method.Method)
            && !IsMeant($"{request.PathAndQuery} at {session.Server} (session '{session.Name}')", request.Method.Method))
        {
            return;
        }

        if (OutFile is not null)
        {
            SaveAnswer(session, request, SessionState.Path.GetUnresolvedProviderPathFromPSPath(OutFile));
            return;
        }

        foreach (var part in Pull(ResponseReader.ReadAsync(Observed(session), request)))
        {
            var value = part.Json is { } json ? ApiObject.Create(new JsonSource(json, session.Names, ShowManagedFields: true), origin: null) : part.Text;
            WriteObject(value, enumerateCollection: true);
        }
    }

    private void SaveAnswer(KubeApiSession session, ApiRequest request, string path)
    {
        try
        {
            Wait(ResponseReader.CopyAsync(Observed(session), request, () => new FileStream(path, _wroteFile ? FileMode.Append : FileMode.Create), Stopped));
            // Of several answers, the later ones go behind the first.
            _wroteFile = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WriteError(ErrorRecords.FileNotWritten(path, e));
        }
    }
}
