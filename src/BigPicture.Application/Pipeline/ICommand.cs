using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Pipeline;

/// <summary>Changes something: the pipeline gives it a transaction of its own and commits when it was not refused.</summary>
public interface ICommand<T> : IRequest<Outcome<T>>, ICommand;

/// <inheritdoc cref="ICommand{T}"/>
public interface ICommand;

/// <summary>A command that creates something, so that a repeat under the same idempotency key must not create it again.</summary>
public interface ICreate<T> : ICommand<T>, ICreate;

/// <inheritdoc cref="ICreate{T}"/>
public interface ICreate;

/// <summary>Only reads.</summary>
public interface IQuery<T> : IRequest<Outcome<T>>;
