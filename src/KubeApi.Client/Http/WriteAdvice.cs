using KubeApi.Client.Requests;

namespace KubeApi.Client.Http;

/// <summary>The recommended action for a change whose outcome is unknown.</summary>
internal static class WriteAdvice
{
    /// <summary>The advice after a lost connection.</summary>
    public const string ReadFirst = "Before you repeat the change, read the object to see whether it was applied.";

    /// <summary>Whether a request changes something.</summary>
    public static bool IsWrite(HttpRequestMessage request) => request.GetRepeatSafety() != RepeatSafety.Safe;

    /// <summary>The advice after a time-out; null for a read.</summary>
    public static string? AfterTimeout(HttpRequestMessage request) =>
        IsWrite(request) ? $"The server may have carried out the {request.Method.Method}: read the object before you repeat it." : null;
}
