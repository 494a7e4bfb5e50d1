using System.Management.Automation;
using System.Security;
using KubeApi.Binding;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;
using KubeApi.Output;

namespace KubeApi.Commands;

/// <summary>Creates a token of a service account. Earlier tokens stay valid.</summary>
[Cmdlet(VerbsCommon.New, "KubeApiToken", DefaultParameterSetName = NameSet)]
[OutputType(typeof(SecureString), typeof(string))]
public sealed class NewKubeApiTokenCommand : SessionCmdlet
{
    private const string NameSet = "Name";
    private const string InputObjectSet = "InputObject";

    /// <summary>The names of service accounts.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ArgumentCompleter(typeof(ServiceAccountCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] ServiceAccount { get; set; } = [];

    /// <summary>ServiceAccounts, each in its own session; or strings like <c>serviceaccount/ci</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>The namespace; without it the object's own, or the session's.</summary>
    [Parameter]
    [Alias("n")]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <summary>How long the token is valid: seconds, <c>1h</c>, or a TimeSpan; without it the server's default.</summary>
    [Parameter]
    [SecondsTransformation(IsLifetime = true)]
    public TimeSpan? Duration { get; set; }

    /// <summary>The audiences of the token; without it the API server.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Audience { get; set; } = [];

    /// <summary>Return strings instead of SecureStrings.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override bool NeedsSession => ParameterSetName != InputObjectSet;

    /// <inheritdoc/>
    protected override void Process()
    {
        var tokens = new ServiceAccountTokens(Pipeline, Sessions);
        if (ParameterSetName == InputObjectSet)
        {
            new InputResolver(Pipeline, Sessions).ForEach(InputObject, Namespace is null ? null : [Namespace], (_, found) =>
            {
                foreach (var (target, uid) in from f in found from o in f.Objects select (o, f.Uid))
                {
                    Write(tokens, target, uid);
                }
            });
            return;
        }

        foreach (var (session, name) in from s in Sessions.All from n in ServiceAccount select (s, n))
        {
            Write(tokens, new ObjectTarget(session, ServiceAccountTokens.Type, Namespace ?? session.Namespace, name), null);
        }
    }

    private void Write(ServiceAccountTokens tokens, ObjectTarget target, string? uid) => Pipeline.Attempt(target.ToString(), target.Session, () =>
    {
        var token = tokens.Create(target, uid, Duration, Audience);
        WriteObject(AsPlainText ? token : SecureText.Of(token));
    });
}
