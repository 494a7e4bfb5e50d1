namespace KubeApi.Client.Errors;

/// <summary>One cause of a failure: a field and its error.</summary>
/// <param name="Reason">A CamelCase word such as <c>FieldValueInvalid</c>; empty if the server sent none.</param>
/// <param name="Message">The message.</param>
/// <param name="Field">The field's path as <c>spec.containers[0].image</c>; empty for no single field.</param>
public sealed record StatusCause(string Reason, string Message, string Field);
