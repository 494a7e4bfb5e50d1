using System.Management.Automation;
using KubeApi.Client.Discovery;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
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
    protected override void End()
    {
        foreach (var session in Sessions.All)
        {
            Pipeline.Attempt(session.Name, session, () => Write(session));
        }
    }

    private void Write(KubeApiSession session)
    {
        var groups = Sessions.Types.Refresh(session).Groups;
        foreach (var name in Name)
        {
            var pattern = WildcardPattern.Get(name == "core" ? "" : name, WildcardOptions.IgnoreCase);
            var found = groups.Where(g => pattern.IsMatch(g.Name)).ToList();
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(ErrorRecords.GroupNotFound(name));
            }

            WriteObject(found, enumerateCollection: true);
        }
    }
}
