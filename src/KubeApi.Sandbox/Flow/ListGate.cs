using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox.Flow;

/// <summary>The current flow of lists, and the held ones.</summary>
internal sealed class ListGate(ListFlow initial)
{
    /// <summary>A header that sets it for one request: `Sandbox-Lists: hold-after=1&amp;rate=10M`.</summary>
    public const string Header = "Sandbox-Lists";

    private readonly Lock _lock = new();
    private ListFlow _flow = initial;
    private Pacer? _pacer = PacerFor(initial);
    private TaskCompletionSource _release = NewRelease();

    /// <summary>Setting it does not release held lists.</summary>
    public ListFlow Flow
    {
        get
        {
            lock (_lock)
            {
                return _flow;
            }
        }

        set
        {
            lock (_lock)
            {
                _flow = value;
                _pacer = PacerFor(value);
            }
        }
    }

    /// <summary>Completes when the lists that are held now are released.</summary>
    public Task Released
    {
        get
        {
            lock (_lock)
            {
                return _release.Task;
            }
        }
    }

    /// <summary>The flow and the pacer of this request's response.</summary>
    public (ListFlow Flow, Pacer? Pacer) For(HttpRequest request)
    {
        if (request.Headers[Header].ToString() is { Length: > 0 } own)
        {
            var flow = Parse(new ListFlow(), QueryString.FromUriComponent("?" + own));
            return (flow, PacerFor(flow));
        }

        lock (_lock)
        {
            return (_flow, _pacer);
        }
    }

    /// <summary>Releases the held lists; later pages are held again.</summary>
    public void Release()
    {
        TaskCompletionSource release;
        lock (_lock)
        {
            release = _release;
            _release = NewRelease();
        }

        release.SetResult();
    }

    public static ListFlow Parse(ListFlow flow, QueryString settings)
    {
        try
        {
            return Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(settings.Value).Aggregate(
                flow, (current, pair) => current.With(pair.Key, pair.Value.ToString()));
        }
        catch (FormatException exception)
        {
            throw ApiErrors.BadRequest(exception.Message);
        }
    }

    private static Pacer? PacerFor(ListFlow flow) => flow.Rate is { } rate ? new Pacer(rate) : null;

    private static TaskCompletionSource NewRelease() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
