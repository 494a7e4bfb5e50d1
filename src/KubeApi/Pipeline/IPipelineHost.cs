using System.Management.Automation;
using System.Management.Automation.Host;

namespace KubeApi.Pipeline;

/// <summary>
/// What a cmdlet, or the provider of the drive, offers to the code behind it. For the pipeline thread only, except <see cref="Stopped"/>.
/// </summary>
internal interface IPipelineHost
{
    /// <summary>Canceled when the command is stopped.</summary>
    CancellationToken Stopped { get; }

    /// <summary>Whether -WhatIf is set. ShouldProcess returns it only after it has printed its message.</summary>
    bool IsWhatIf { get; }

    /// <summary>Whether -Confirm was given, with either value.</summary>
    bool HasConfirm { get; }

    /// <summary>The PowerShell host.</summary>
    PSHost Host { get; }

    /// <summary>The session state of the caller: its location, drives and variables.</summary>
    SessionState SessionState { get; }

    /// <summary>Writes an object to the output.</summary>
    void WriteObject(object? sendToPipeline);

    /// <summary>Writes an object, or the items of a collection one by one.</summary>
    void WriteObject(object? sendToPipeline, bool enumerateCollection);

    /// <summary>Writes a warning.</summary>
    void WriteWarning(string text);

    /// <summary>Writes a verbose line.</summary>
    void WriteVerbose(string text);

    /// <summary>Writes to the information stream.</summary>
    void WriteInformation(object messageData, string[] tags);

    /// <summary>Writes the error of one item; the command continues.</summary>
    void WriteError(ErrorRecord errorRecord);

    /// <summary>Shows progress.</summary>
    /// <param name="source">Distinguishes this command from others that show progress at the same time.</param>
    /// <param name="record">The progress.</param>
    void WriteProgress(long source, ProgressRecord record);

    /// <summary>Ends the command with an error. Does not return.</summary>
    void ThrowTerminatingError(ErrorRecord errorRecord);

    /// <summary>Prompts for confirmation, subject to -WhatIf and -Confirm.</summary>
    bool ShouldProcess(string target, string action);

    /// <summary>Likewise, with the whole sentence that -WhatIf prints.</summary>
    bool ShouldProcess(string verboseDescription, string? verboseWarning, string? caption);

    /// <summary>Asks a question, regardless of -Confirm.</summary>
    bool ShouldContinue(string query, string caption, ref bool yesToAll, ref bool noToAll);
}
