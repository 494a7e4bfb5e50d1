namespace KubeApi.Sandbox.Errors;

internal sealed record StatusCause(string Reason, string Message, string Field);
