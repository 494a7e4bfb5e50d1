using System.Management.Automation;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Gets the sessions of this process, or the current one of this runspace.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiSession", DefaultParameterSetName = "Name")]
[OutputType(typeof(KubeApiSession))]
public sealed class GetKubeApiSessionCommand : KubeApiCmdlet
{
    /// <summary>Names, with wildcards.</summary>
    [Parameter(Position = 0, ParameterSetName = "Name", ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Only the current session of this runspace.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Current")]
    public SwitchParameter Current { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Current)
        {
            WriteObject(SessionStore.Current ?? throw Fail(ErrorRecords.NoSession()));
            return;
        }

        foreach (var name in Name)
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            var found = SessionStore.All.Where(s => pattern.IsMatch(s.Name)).ToList();
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(ErrorRecords.SessionNotFound(name, $"There is no session '{name}'."));
            }

            WriteObject(found, enumerateCollection: true);
        }
    }
}
