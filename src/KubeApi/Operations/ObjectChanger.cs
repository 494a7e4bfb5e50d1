using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Writing;
using KubeApi.Errors;
using KubeApi.Formatting;
using KubeApi.Output;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Changes objects on their servers, and writes the stored objects to the pipeline.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="options">The write parameters of the command.</param>
/// <param name="showManagedFields">Whether the output keeps <c>metadata.managedFields</c>.</param>
/// <param name="reportsResult">Whether the output shows whether each object was created, configured or unchanged.</param>
internal sealed class ObjectChanger(PipelineRun pipeline, SessionScope sessions, WriteOptions options, bool showManagedFields, bool reportsResult = false)
{
    private readonly ObjectViews _views = new(ConsoleAccess.WidthOf(pipeline.Host));
    private readonly WriteWaits? _waits;

    /// <summary>The write parameters of the command.</summary>
    public WriteOptions Options => options;

    /// <summary>How long to wait for all stored objects; zero for a single check; null if the command does not wait.</summary>
    public TimeSpan? ReadyTimeout
    {
        init => _waits = value is { } timeout && !options.DryRun ? new WriteWaits(pipeline, sessions, timeout, options.Representation) : null;
    }

    /// <summary>Whether the server stores nothing, because of -DryRun or -WhatIf.</summary>
    public bool IsDryRun => options.DryRun || pipeline.Host.IsWhatIf;

    /// <summary>
    /// Prompts for confirmation, sends a change, and writes the stored object. With -WhatIf, the server does a dry run, and its result is printed.
    /// </summary>
    /// <param name="target">The object.</param>
    /// <param name="action">The change, for the question: <c>Apply</c>.</param>
    /// <param name="wanted">The options of this change. The output is their subresource, if they have one.</param>
    /// <param name="send">Sends it.</param>
    public void Change(ObjectTarget target, string action, WriteOptions wanted, Func<WriteOptions, Task<WrittenObject>> send)
    {
        var host = pipeline.Host;
        if (host.IsWhatIf)
        {
            var would = Send(target, send, wanted with { DryRun = true, Representation = Representation.Object });
            WarnOfOverridden(target, would.Overridden);
            _ = reportsResult
                ? host.ShouldProcess(TerminalText.Clean($"{target.Type.Kind}/{target.Name} {$"{would.Result}".ToLowerInvariant()}{target.Place}."), null, null)
                : pipeline.ShouldProcess(target.ToString(), action);
        }
        else if (pipeline.ShouldProcess(target.ToString(), action))
        {
            // A part of an object is shown without columns.
            var written = Send(target, send, wanted.Subresource is null ? wanted : wanted with { Representation = Representation.Object });
            WarnOfOverridden(target, written.Overridden);
            var cells = ServerCells.Create(written.Cells, written.Columns, target.Session.Names);
            Output(target, written.Json, cells, wanted.Subresource, reportsResult ? written.Result : null);
        }
    }

    /// <summary>Warns of each field that an apply takes over from another manager.</summary>
    public void WarnOfOverridden(ObjectTarget target, IEnumerable<StatusCause> fields)
    {
        foreach (var field in fields)
        {
            pipeline.Host.WriteWarning($"{target}: {field.Field} {(IsDryRun ? "would be" : "is")} taken over ({field.Message}).");
        }
    }

    /// <summary>Writes an object of the server to the pipeline: at once, or when it is ready if the command waits.</summary>
    /// <param name="target">The object.</param>
    /// <param name="json">Its JSON.</param>
    /// <param name="cells">The server's cells; null for none.</param>
    /// <param name="subresource">The subresource to which the output is written back; null for the object itself.</param>
    /// <param name="result">The result that its view shows; null for none.</param>
    public void Output(ObjectTarget target, byte[] json, ServerCells? cells, string? subresource = null, WriteResult? result = null)
    {
        if (_waits?.TryAdd(target, json, OutputLast) != true)
        {
            Write(json, cells);
        }

        void OutputLast(ListItem? seen)
        {
            if (seen is { } last)
            {
                Write(last.Json, ServerCells.Create(last.Cells, last.Columns, target.Session.Names));
            }
            else
            {
                Write(json, cells);
            }
        }

        void Write(byte[] bytes, ServerCells? shown)
        {
            var origin = new ObjectOrigin(target.Session, target.Type, subresource) { Result = result, IsDryRun = options.DryRun };
            var source = new JsonSource(bytes, target.Session.Names, showManagedFields) { Cells = shown };
            var o = ApiObject.Create(source, origin, target.Type.ApiVersion, target.Type.Kind);
            // The number of remaining namespaces is unknown.
            var scope = new ViewScope(sessions.HasSeveral, HasNamespaces: true, target.IsOneOfSeveralTypes);
            pipeline.Host.WriteObject(_views.Present(o, scope, result is not null));
        }
    }

    /// <summary>Waits for the stored objects, if the command waits.</summary>
    public void Complete() => _waits?.Complete();

    /// <summary>Sends. The server's schema corrects misspelled fields in the failure, which never quotes the values of a Secret.</summary>
    public T Send<T>(ObjectTarget target, Func<Task<T>> send)
    {
        try
        {
            return pipeline.Wait(send());
        }
        catch (KubeApiException e)
        {
            var safe = e.WithMessage(m => RefusalText.WithoutValues(m, target.IsSecret));
            throw FieldAdvice.UnknownFields(e.Status) is { Count: > 0 } fields && Suggest(target, fields) is { } advice
                ? safe.WithMessage(m => $"{m}. {advice}")
                : safe;
        }
    }

    /// <summary>Sends a change without a question and without output.</summary>
    public WrittenObject Send(ObjectTarget target, Func<WriteOptions, Task<WrittenObject>> send, WriteOptions wanted)
    {
        try
        {
            return Send(target, () => send(wanted));
        }
        catch (KubeApiException e)
            when (wanted.Uid is not null && e.StatusCode is 409 or 422 && e.Message.Contains("uid", StringComparison.OrdinalIgnoreCase))
        {
            throw e.WithRecommendedAction(TargetReader.OtherObject);
        }
    }

    private string? Suggest(ObjectTarget target, IReadOnlyList<string> fields) => pipeline.Wait(
        FieldAdvice.SuggestAsync(target.Session.Discovery, sessions.ClientOf(target.Session), target.Type, fields, pipeline.Stopped));
}
