using KubeApi.Client.Errors;

namespace KubeApi.Client.Watching;

/// <summary>A time in which a watch receives no changes.</summary>
/// <param name="Since">When the last response ended.</param>
/// <param name="Failure">The last failure; null if the server ended the watch normally, and it has not been resumed yet.</param>
/// <param name="Retrying">Why a request is being retried; null if none is.</param>
public sealed record WatchInterruption(DateTimeOffset Since, KubeApiException? Failure, string? Retrying = null);
