using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox.Flow;

/// <summary>How watches and bodies flow; changed at run time.</summary>
internal sealed class FlowSettings
{
    /// <summary>When watches end early.</summary>
    public required WatchFlow Watches { get; set; }

    /// <summary>How the bodies of responses drip; null for full speed.</summary>
    public Drip? Drip { get; set; }

    /// <summary>When the watch of this request ends: by its header, or by the general setting.</summary>
    public WatchFlow WatchesOf(HttpRequest request)
    {
        try
        {
            return request.Headers["Sandbox-Watches"].ToString() is { Length: > 0 } own ? WatchFlow.Parse(own) : Watches;
        }
        catch (FormatException exception)
        {
            throw ApiErrors.BadRequest(exception.Message);
        }
    }
}
