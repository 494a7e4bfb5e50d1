using System.Management.Automation;
using KubeApi.Client.Discovery;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Operations;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Gets the API groups of a server, with their versions.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiGroup")]
[OutputType(typeof(ApiGroup))]
public sealed class GetKubeApiGroupCommand : SessionCmdlet
{
    /// <summary>Names, with wildcards; an empty name, or <c>core</c>, is the core group.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(GroupCompleter))]
    [ValidateNotNull]
    [AllowEmptyString]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void End() => ForEachSession(Write);

    private void Write(KubeApiSession session) => NamedOutput.Write(
        this, Name.Select(n => n == "core" ? "" : n), Sessions.Types.Refresh(session).Groups, g => g.Name, ErrorRecords.GroupNotFound);
}
