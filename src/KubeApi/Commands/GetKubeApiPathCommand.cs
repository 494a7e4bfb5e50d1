using System.Management.Automation;
using KubeApi.Client.Discovery;
using KubeApi.Commands.Base;

namespace KubeApi.Commands;

/// <summary>Gets the paths that the API server offers.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiPath")]
[OutputType(typeof(ServerPath))]
public sealed class GetKubeApiPathCommand : SessionCmdlet
{
    /// <summary>Paths, with wildcards: <c>/apis/*</c>.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void End()
    {
        var patterns = Path.Select(p => WildcardPattern.Get(p, WildcardOptions.None)).ToList();
        ForEachSession(session =>
        {
            var paths = Pipeline.Wait(PathReader.ReadAsync(Sessions.ClientOf(session), Pipeline.Stopped));
            WriteObject(paths.Where(p => patterns.Exists(pattern => pattern.IsMatch(p.Path))), enumerateCollection: true);
        });
    }
}
