using System.Management.Automation;
using KubeApi.Client.Discovery;
using KubeApi.Client.Requests;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Gets the resource types of a server: their names, verbs, categories, subresources and paths.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiResource")]
[OutputType(typeof(ApiResource))]
public sealed class GetKubeApiResourceCommand : SessionCmdlet
{
    /// <summary>Names of any sort (plural, singular, kind, short), with or without group; with wildcards.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Only these API groups, with wildcards; an empty name, or <c>core</c>, is the core group.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(GroupCompleter))]
    [ValidateNotNull]
    [AllowEmptyString]
    [SupportsWildcards]
    public string[] Group { get; set; } = ["*"];

    /// <summary>Only types that allow all of these verbs.</summary>
    [Parameter]
    [ValidateSet("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection")]
    public string[] Verb { get; set; } = [];

    /// <summary>Only namespaced types; with <c>-Namespaced:$false</c>, only cluster-scoped types.</summary>
    [Parameter]
    public SwitchParameter Namespaced { get; set; }

    /// <summary>Every version of a group, not only the preferred one.</summary>
    [Parameter]
    public SwitchParameter AllVersions { get; set; }

    /// <inheritdoc/>
    protected override void End() => ForEachSession(Write);

    private void Write(KubeApiSession session)
    {
        var catalog = Sessions.Types.Refresh(session);
        var candidates = (AllVersions ? catalog.Resources : catalog.Preferred).ToList();
        foreach (var name in Name)
        {
            var pattern = NameWildcard.Get(name);
            var named = candidates.Where(r => ResourceLookup.NamesOf(r).Any(pattern.IsMatch)).ToList();
            if (named.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                named = [.. ResourceLookup.Find(catalog, name)];
                if (named.Count == 0)
                {
                    Pipeline.Report(name, session, ResourceLookup.NotFound(catalog, session.Server, name));
                }
            }

            WriteObject(named.Where(IsWanted), enumerateCollection: true);
        }
    }

    private bool IsWanted(ApiResource resource) =>
        Group.Any(g => NameWildcard.Get(g == "core" ? "" : g).IsMatch(resource.Group))
        && Verb.All(v => resource.Verbs.Contains(v, StringComparer.OrdinalIgnoreCase))
        && (!MyInvocation.BoundParameters.ContainsKey(nameof(Namespaced)) || resource.Namespaced == Namespaced);
}
