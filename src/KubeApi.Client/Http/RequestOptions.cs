using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Http;

/// <summary>The options of a message in the handler chain.</summary>
internal static class RequestOptions
{
    public static readonly HttpRequestOptionsKey<IRequestObserver> Observer = new("KubeApi.Observer");
    public static readonly HttpRequestOptionsKey<ApiRequest> Request = new("KubeApi.Request");
    public static readonly HttpRequestOptionsKey<TimeSpan> Timeout = new("KubeApi.Timeout");
    public static readonly HttpRequestOptionsKey<int> Attempt = new("KubeApi.Attempt");
    public static readonly HttpRequestOptionsKey<ClientCertificate?> ClientCertificate = new("KubeApi.ClientCertificate");
    public static readonly HttpRequestOptionsKey<ConnectionLog> Connections = new("KubeApi.Connections");
    public static readonly HttpRequestOptionsKey<bool> Forwarded = new("KubeApi.Forwarded");

    public static IRequestObserver? GetObserver(this HttpRequestMessage message) =>
        message.Options.TryGetValue(Observer, out var observer) ? observer : null;

    public static ApiRequest? GetApiRequest(this HttpRequestMessage message) =>
        message.Options.TryGetValue(Request, out var request) ? request : null;

    /// <summary>Whether the request may be sent again; by default, it may not.</summary>
    public static RepeatSafety GetRepeatSafety(this HttpRequestMessage message) => message.GetApiRequest()?.RepeatSafety ?? RepeatSafety.Never;

    /// <summary>The time to wait for the head of the response, and for each further part of it.</summary>
    public static TimeSpan GetTimeout(this HttpRequestMessage message) =>
        message.Options.TryGetValue(Timeout, out var timeout) ? timeout : System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>The number of times that the request was sent.</summary>
    public static int GetAttempts(this HttpRequestMessage message) => message.Options.TryGetValue(Attempt, out var attempt) ? attempt : 1;

    public static ConnectionLog? GetConnectionLog(this HttpRequestMessage message) => message.Options.TryGetValue(Connections, out var log) ? log : null;

    public static ClientCertificate? GetClientCertificate(this HttpRequestMessage message) =>
        message.Options.TryGetValue(ClientCertificate, out var certificate) ? certificate : null;

    /// <summary>Whether the request comes from another program: its response is passed on unchanged, and it is not repeated.</summary>
    public static bool IsForwarded(this HttpRequestMessage message) => message.Options.TryGetValue(Forwarded, out var forwarded) && forwarded;

    /// <summary>Adds the request to a failure.</summary>
    public static KubeApiException Failed(this HttpRequestMessage message, KubeApiException failure) =>
        failure.WithRequest(message.Method.Method, message.RequestUri!, message.GetApiRequest()?.Target, message.GetAttempts());
}
