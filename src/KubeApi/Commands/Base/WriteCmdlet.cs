using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Client.Writing;
using KubeApi.Errors;
using KubeApi.Output;

namespace KubeApi.Commands.Base;

/// <summary>A cmdlet that changes objects, and writes what the server made of them.</summary>
public abstract class WriteCmdlet : SessionCmdlet
{
    /// <summary>The server does everything but store the result, which is what comes back.</summary>
    [Parameter]
    public virtual SwitchParameter DryRun { get; set; }

    /// <summary>What to do about fields that the server does not know, or that stand twice.</summary>
    [Parameter]
    [ValidateSet("Strict", "Warn", "Ignore")]
    public string FieldValidation { get; set; } = "Strict";

    /// <summary>Who is noted as the owner of the fields that are written.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string FieldManager { get; set; } = "kubeapi";

    /// <summary>Keep <c>metadata.managedFields</c> in what comes back.</summary>
    [Parameter]
    public virtual SwitchParameter ShowManagedFields { get; set; }

    /// <summary>Whether the user reads of each object if it was created, configured or unchanged.</summary>
    private protected virtual bool ReportsResult => false;

    /// <summary>Whether nothing is to be changed, for one reason or another.</summary>
    private protected bool IsRehearsal => DryRun || IsWhatIf;

    private protected WriteOptions Options => new() { FieldManager = FieldManager, FieldValidation = FieldValidation, DryRun = DryRun };

    /// <summary>Asks, sends, and writes what was stored. With -WhatIf the server is asked what it would do, and only that is told.</summary>
    /// <param name="target">The object.</param>
    /// <param name="action">What is done to it: <c>Apply</c>.</param>
    /// <param name="options">How to write.</param>
    /// <param name="send">Sends it.</param>
    private protected void Change(ObjectTarget target, string action, WriteOptions options, Func<WriteOptions, Task<WrittenObject>> send)
    {
        if (IsWhatIf)
        {
            var would = Send(target, send, options with { DryRun = true });
            WarnOfOverridden(target, would.Overridden);
            _ = ReportsResult
                ? ShouldProcess($"{target.Type.Kind}/{target.Name} {$"{would.Result}".ToLowerInvariant()}{target.Place}.", null, null)
                : ShouldProcess(target.ToString(), action);
        }
        else if (IsMeant(target.ToString(), action))
        {
            var written = Send(target, send, options);
            WarnOfOverridden(target, written.Overridden);
            Write(target, written.Json, OriginOf(options), ReportsResult ? written.Result : null);
        }
    }

    private protected void WarnOfOverridden(ObjectTarget target, IEnumerable<StatusCause> fields)
    {
        foreach (var field in fields)
        {
            WriteWarning($"{target}: {field.Field} {(IsRehearsal ? "would be" : "is")} taken over ({field.Message}).");
        }
    }

    private protected void Write(ObjectTarget target, byte[] json, string? subresource = null, WriteResult? result = null)
    {
        var o = ApiObject.Create(
            new JsonSource(json, target.Session.Names, ShowManagedFields),
            new ObjectOrigin(target.Session, target.Type, subresource) { Result = result }, target.Type.ApiVersion, target.Type.Kind);
        var isOneOfSeveral = Sessions.Count > 1;
        WriteObject(result is not null ? ApiObject.AsWritten(o, isOneOfSeveral) : isOneOfSeveral ? ApiObject.AsOneOfSeveral(o) : o);
    }

    /// <summary>The subresource that what comes back stands for, when it is piped on; null for the object.</summary>
    private protected virtual string? OriginOf(WriteOptions options) => options.Subresource;

    private WrittenObject Send(ObjectTarget target, Func<WriteOptions, Task<WrittenObject>> send, WriteOptions options)
    {
        try
        {
            return Send(target, () => send(options));
        }
        catch (KubeApiException e) when (options.Uid is not null && e.StatusCode is 409 or 422 && e.Message.Contains("uid", StringComparison.OrdinalIgnoreCase))
        {
            throw e.Advised(OtherObject);
        }
    }

    /// <summary>Sends. What is misspelt is told with the right name, from the server's schema; values of a Secret are not told.</summary>
    private protected T Send<T>(ObjectTarget target, Func<Task<T>> send)
    {
        try
        {
            return Wait(send());
        }
        catch (KubeApiException e)
        {
            var told = e.Told(m => RefusalText.WithoutValues(m, target.IsSecret));
            throw FieldAdvice.UnknownFields(e.Status) is { Count: > 0 } fields
                && Wait(FieldAdvice.SuggestAsync(target.Session.Discovery, Observed(target.Session), target.Type, fields, Stopped)) is { } advice
                ? told.Told(m => $"{m}. {advice}")
                : told;
        }
    }
}
