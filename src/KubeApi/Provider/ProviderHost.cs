using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Provider;
using KubeApi.Client.Errors;
using KubeApi.Pipeline;

namespace KubeApi.Provider;

/// <summary>Offers the services of a provider to the code that cmdlets are composed of.</summary>
internal sealed class ProviderHost(CmdletProvider provider, CancellationToken stopped) : IPipelineHost
{
    /// <summary>Takes the objects. An item needs a path, which the code that makes the objects does not know.</summary>
    public Action<object?> Output { get; set; } = _ => { };

    /// <summary>Whether an item that does not exist is no error.</summary>
    public bool IgnoresMissing { get; set; }

    public CancellationToken Stopped => stopped;

    // A provider does not receive these: ShouldProcess obeys them.
    public bool IsWhatIf => false;

    public bool HasConfirm => false;

    public PSHost Host => provider.Host;

    public SessionState SessionState => provider.SessionState;

    public void WriteObject(object? sendToPipeline) => Output(sendToPipeline);

    public void WriteObject(object? sendToPipeline, bool enumerateCollection)
    {
        var items = enumerateCollection ? LanguagePrimitives.GetEnumerable(sendToPipeline) : null;
        foreach (var item in items ?? new[] { sendToPipeline })
        {
            Output(item);
        }
    }

    public void WriteWarning(string text) => provider.WriteWarning(TerminalText.Clean(text));

    public void WriteVerbose(string text) => provider.WriteVerbose(TerminalText.Clean(text));

    public void WriteInformation(object messageData, string[] tags) => provider.WriteInformation(messageData, tags);

    public void WriteError(ErrorRecord errorRecord)
    {
        if (!IgnoresMissing || errorRecord.CategoryInfo.Category != ErrorCategory.ObjectNotFound)
        {
            provider.WriteError(errorRecord);
        }
    }

    public void WriteProgress(long source, ProgressRecord record) => provider.WriteProgress(record);

    public void ThrowTerminatingError(ErrorRecord errorRecord) => provider.ThrowTerminatingError(errorRecord);

    public bool ShouldProcess(string target, string action) => provider.ShouldProcess(target, action);

    public bool ShouldProcess(string verboseDescription, string? verboseWarning, string? caption) =>
        provider.ShouldProcess(verboseDescription, verboseWarning, caption);

    public bool ShouldContinue(string query, string caption, ref bool yesToAll, ref bool noToAll) =>
        provider.ShouldContinue(query, caption, ref yesToAll, ref noToAll);
}
