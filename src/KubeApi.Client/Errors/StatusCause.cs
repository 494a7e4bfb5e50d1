namespace KubeApi.Client.Errors;

/// <summary>One reason of a refusal: which field, and what is wrong with it.</summary>
/// <param name="Reason">A CamelCase word such as <c>FieldValueInvalid</c>; empty if the server gave none.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Field">The field's path as <c>spec.containers[0].image</c>; empty if no single field is meant.</param>
public sealed record StatusCause(string Reason, string Message, string Field);
