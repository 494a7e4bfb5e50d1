using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using KubeApi.Binding;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Errors;
using KubeApi.Session;

namespace KubeApi.Commands.Base;

/// <summary>
/// What every cmdlet has: it ends its requests when it is stopped, waits for them on the pipeline thread, and makes error records of failures.
/// <c>Select-Object -First</c> stops a cmdlet by Dispose alone; Ctrl+C by StopProcessing.
/// </summary>
public abstract class KubeApiCmdlet : PSCmdlet, IDisposable
{
    private protected const string NoObject = "The input holds no object.";

    // Not disposed: StopProcessing may come late, from another thread, and a source without a timer holds nothing to release.
    private readonly CancellationTokenSource _stop = new();
    private readonly PipelineQueue _queue;

    /// <summary>Prepares the queue that other threads write to.</summary>
    protected KubeApiCmdlet() => _queue = new PipelineQueue(this);

    /// <summary>Cancelled when the cmdlet is stopped.</summary>
    protected CancellationToken Stopped => _stop.Token;

    /// <summary>This machine, with relative paths meant from PowerShell's location.</summary>
    protected HostEnvironment HostEnvironment => new() { CurrentDirectory = SessionState.Path.CurrentFileSystemLocation.ProviderPath };

    /// <summary>How many errors were written so far, each of one item.</summary>
    private protected int Failures { get; private set; }

    /// <summary>Whether -WhatIf is meant. ShouldProcess tells it only when it has already printed.</summary>
    private protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound)
        ? LanguagePrimitives.IsTrue(bound)
        : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(Begin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(End);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>Once, before any input.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>For each input object.</summary>
    protected virtual void Process()
    {
    }

    /// <summary>Once, after all input.</summary>
    protected virtual void End()
    {
    }

    /// <summary>Is told of a session's warnings and requests, on any thread.</summary>
    protected IRequestObserver ObserverOf(KubeApiSession session) => _queue.ReporterOf(session);

    /// <summary>Waits for a request, and writes what comes meanwhile; after a second, progress.</summary>
    protected T Wait<T>(Task<T> task, string? what = null) => _queue.Wait(task, what);

    /// <summary>Pulls from the client on the pipeline thread; whatever ends the loop ends the request.</summary>
    protected IEnumerable<T> Pull<T>(IAsyncEnumerable<T> source)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stopped);
        var items = source.GetAsyncEnumerator(stop.Token);
        var pending = default(Task<bool>);
        try
        {
            while (true)
            {
                var next = items.MoveNextAsync();
                var more = next.IsCompletedSuccessfully ? next.Result : Wait(pending = next.AsTask());
                _queue.Write();
                if (!more)
                {
                    yield break;
                }

                yield return items.Current;
            }
        }
        finally
        {
            stop.Cancel();
            Close(items, pending);
        }
    }

    // Writing a warning may have thrown while the next item was still awaited; an enumerator cannot be disposed before that ends.
    private static void Close<T>(IAsyncEnumerator<T> items, Task<bool>? pending)
    {
        try
        {
            pending?.GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is OperationCanceledException or KubeApiException)
        {
            // Whoever waited has its exception already.
        }

        items.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Connects, after the user was told what there is to be told, and keeps the session under its name.</summary>
    internal KubeApiSession Connect(ConnectionSettings settings, string? name) => Wait(PrepareConnect(settings, name)());

    /// <summary>Likewise; what it gives connects on any thread.</summary>
    private protected Func<Task<KubeApiSession>> PrepareConnect(ConnectionSettings settings, string? name)
    {
        foreach (var warning in SessionConnector.WarningsOf(settings))
        {
            WriteWarning(warning);
        }

        // A port that DNS has yet to tell makes no other server.
        if (SessionStore.Find(name ?? settings.Name) is { } older && settings.PortService is null && older.Server != settings.Server)
        {
            WriteWarning(SessionMessages.Moves(older, settings.Server));
        }

        var (environment, owner, observer) = (HostEnvironment, Runspace.DefaultRunspace.InstanceId, _queue.ReporterOf(name ?? settings.Name));
        return async () =>
        {
            var found = EnvironmentProxy.Apply(await ServicePort.ApplyAsync(settings, Stopped).ConfigureAwait(false), environment);
            var session = await SessionConnector.ConnectAsync(found, new ApiClient(found), name, owner, observer, Stopped).ConfigureAwait(false);
            SessionStore.Add(session);
            return session;
        };
    }

    /// <summary>Works on one item: its failure is one error, and the next item goes on.</summary>
    protected void Attempt(object? target, KubeApiSession? session, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (ErrorRecords.TryMake(e, target, session) is { } record)
        {
            Report(record, session);
        }
    }

    /// <summary>Likewise on a manifest, whose place is told, too.</summary>
    private protected void Attempt(Manifest manifest, KubeApiSession? session, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (ErrorRecords.TryMake(e, manifest.ToString(), session, manifest.Place) is { } record)
        {
            Report(record, session);
        }
    }

    /// <summary>The manifests that an argument holds. What is none is one error, and the others come; that there are none is a warning.</summary>
    /// <param name="input">What was given.</param>
    /// <param name="failed">Is told of each error.</param>
    private protected IEnumerable<Manifest> ReadManifests(object? input, Action? failed = null)
    {
        var results = Manifest.Read(input).ToList();
        if (results.Count == 0)
        {
            WriteWarning(NoObject);
        }

        return ReadManifests(results, failed);
    }

    /// <summary>The manifests among results; each failure becomes an error.</summary>
    private protected IEnumerable<Manifest> ReadManifests(IEnumerable<ManifestResult> results, Action? failed = null)
    {
        foreach (var (manifest, what, failure) in results)
        {
            if (manifest is not null)
            {
                yield return manifest;
            }
            else
            {
                failed?.Invoke();
                Report(what, null, failure!);
            }
        }
    }

    /// <summary>Writes a failure of one item as its error.</summary>
    protected void Report(object? target, KubeApiSession? session, Exception failure) =>
        Report(ErrorRecords.TryMake(failure, target, session) ?? throw failure, session);

    /// <summary>Writes an error, behind what came before it. Where several sessions are asked, it says whose it is.</summary>
    private protected void Report(ErrorRecord record, KubeApiSession? session = null)
    {
        _queue.Write();
        if (session is not null && _queue.HasSeveralSessions)
        {
            ErrorRecords.Label(record, session.Name);
        }

        // The server may have lost the resource type since discovery was read.
        if (ErrorRecords.IsMissingPath(record.Exception))
        {
            session?.Discovery.Forget();
        }

        Failures++;
        WriteError(record);
    }

    /// <summary>ShouldProcess, and where it would ask and nobody can answer, an error that says how to go on.</summary>
    private protected bool IsMeant(string target, string action) => IsAnswered($"{action}: {target}.", "-Confirm:$false", () => ShouldProcess(target, action));

    /// <summary>Asks; where nobody can answer, that is an error and a no.</summary>
    private protected bool IsAnswered(string question, string switches, Func<bool> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception e) when (e is PSInvalidOperationException or HostException or NotImplementedException)
        {
            Report(ErrorRecords.NotConfirmed(question, switches, e));
            return false;
        }
    }

    /// <summary>Ends the cmdlet with an error, after what came before it was written.</summary>
    protected Exception Fail(ErrorRecord record)
    {
        _queue.Write();
        ThrowTerminatingError(record);
        return new PipelineStoppedException(); // never reached: lets callers write `throw Fail(…)`
    }

    /// <summary>Ends the requests under way.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the requests under way.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Cancel();
        }
    }

    private void Guard(Action work)
    {
        try
        {
            work();
            _queue.Write();
        }
        catch (Exception e) when (e is PipelineStoppedException or FlowControlException)
        {
            throw;
        }
        catch (OperationCanceledException) when (Stopped.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception e) when (ErrorRecords.TryMake(e, null, null) is { } record)
        {
            throw Fail(record);
        }
        finally
        {
            _queue.EndProgress();
        }
    }
}
