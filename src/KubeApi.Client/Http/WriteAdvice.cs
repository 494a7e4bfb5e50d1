using KubeApi.Client.Requests;

namespace KubeApi.Client.Http;

/// <summary>What to do about a change whose outcome is unknown.</summary>
internal static class WriteAdvice
{
    /// <summary>Where the connection broke.</summary>
    public const string ReadFirst = "Read the object to see whether it is as it should be, and only then repeat the change.";

    /// <summary>Whether a request changes something.</summary>
    public static bool IsWrite(HttpRequestMessage request) => request.GetRepeatSafety() != RepeatSafety.Safe;

    /// <summary>Where no complete response came in time; null for a read.</summary>
    public static string? AfterTimeout(HttpRequestMessage request) =>
        IsWrite(request) ? $"The {request.Method.Method} may have been carried out all the same: read the object before you repeat it." : null;
}
